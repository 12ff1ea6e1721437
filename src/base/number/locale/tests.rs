use super::Locale;
use crate::base::cell::Cell;
use crate::base::number::tests::cell;
use crate::base::number::{Format, Reading, restated};

/// Each text is read as the value, and the value is written as the text.
#[track_caller]
fn both_ways(tag: &str, cases: &[(&str, &str)]) {
    let locale = Locale::of(tag);
    assert_eq!(locale.tag(), tag);
    for (text, value) in cases {
        let reading = Reading::of(text, None, locale);
        let reading = reading.unwrap_or_else(|| panic!("{tag}: `{text}` is not read"));
        let expected = cell(value);
        let same = match (reading.value.decimal(), expected.decimal()) {
            (Some(read), Some(expected)) => read == expected,
            _ => reading.value == expected,
        };
        assert!(same, "{tag}: `{text}` is read as {:?}, not {value}", reading.value);
        assert_eq!(reading.format.write(&expected, None).as_deref(), Ok(*text), "{tag}");
    }
}

#[test]
fn german() {
    both_ways(
        "de",
        &[
            ("44,9 Mrd.", "44900000000"),
            ("44,9\u{a0}Mrd.", "44900000000"),
            ("44,9 Mrd", "44900000000"),
            ("44,9 Milliarden", "44900000000"),
            ("1 Milliarde", "1000000000"),
            ("1,5 Millionen Token", "1500000"),
            ("2 Billionen", "2000000000000"),
            ("44.900.000.000", "44900000000"),
            ("1 234,5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("0,05", "0.05"),
            ("50 %", "0.5"),
            ("50%", "0.5"),
            ("12,5 Prozent", "0.125"),
            ("5 Prozentpunkte", "0.05"),
            ("6,25 Mio. €", "6250000"),
            ("€6,25 Mio.", "6250000"),
            ("3.", "3"),
            ("Platz 3", "3"),
            ("1 von 4", "0.25"),
            ("3:1", "3"),
            ("76-mal", "76"),
            ("8. März 2025", "2025-03-08"),
            ("8. Mär 2025", "2025-03-08"),
            ("08.03.2025", "2025-03-08"),
            ("8.3.2025", "2025-03-08"),
            ("März 2025", "2025-03-01"),
            ("1. Quartal 2025", "2025-01-01"),
            ("Q1 2025", "2025-01-01"),
            ("2. Halbjahr 2025", "2025-07-01"),
            ("KW 10/2025", "2025-03-03"),
            ("2025-03-08", "2025-03-08"),
            ("1 h 20 min", "4800"),
            ("2 Tage 3 Stunden", "183600"),
        ],
    );
}

#[test]
fn french() {
    both_ways(
        "fr",
        &[
            ("44,9 milliards", "44900000000"),
            ("44,9 Md", "44900000000"),
            ("44,9 Md€", "44900000000"),
            ("1,5 million", "1500000"),
            ("2,5 millions de jetons", "2500000"),
            ("1\u{202f}234,5", "1234.5"),
            ("1 234,5", "1234.5"),
            ("50\u{202f}%", "0.5"),
            ("50\u{a0}%", "0.5"),
            ("12 pour cent", "0.12"),
            ("3,50 €", "3.5"),
            ("1er", "1"),
            ("3e", "3"),
            ("8 mars 2025", "2025-03-08"),
            ("1er mars 2025", "2025-03-01"),
            ("mars 2025", "2025-03-01"),
            ("8 sept. 2025", "2025-09-08"),
            ("T1 2025", "2025-01-01"),
            ("1 sur 4", "0.25"),
            ("2 heures 20 minutes", "8400"),
        ],
    );
}

#[test]
fn spanish_and_portuguese() {
    both_ways(
        "es",
        &[
            ("44,9 mil millones", "44900000000"),
            ("44.900 millones", "44900000000"),
            ("1 millón", "1000000"),
            ("1234,5", "1234.5"),
            ("12.345,6", "12345.6"),
            ("50 %", "0.5"),
            ("50 por ciento", "0.5"),
            ("3.º", "3"),
            ("8 de marzo de 2025", "2025-03-08"),
            ("marzo de 2025", "2025-03-01"),
            ("1 de cada 4", "0.25"),
        ],
    );
    both_ways(
        "pt",
        &[
            ("44,9 bilhões", "44900000000"),
            ("44,9 bi", "44900000000"),
            ("1,5 milhão", "1500000"),
            ("1.234,5", "1234.5"),
            ("50%", "0.5"),
            ("R$ 6,25 mi", "6250000"),
            ("3º", "3"),
            ("8 de março de 2025", "2025-03-08"),
            ("março de 2025", "2025-03-01"),
            ("8 de mar. de 2025", "2025-03-08"),
        ],
    );
}

#[test]
fn chinese_and_japanese() {
    both_ways(
        "zh",
        &[
            ("449亿", "44900000000"),
            ("449 亿", "44900000000"),
            ("4.5万", "45000"),
            ("1.2万亿", "1200000000000"),
            ("449亿个代币", "44900000000"),
            ("4亿4900万", "449000000"),
            ("1万2345", "12345"),
            ("2万亿5000亿", "2500000000000"),
            ("50%", "0.5"),
            ("5个百分点", "0.05"),
            ("76倍", "76"),
            ("第3", "3"),
            ("1,234.5", "1234.5"),
            ("2025年3月8日", "2025-03-08"),
            ("2025年3月", "2025-03-01"),
            ("2025年11月", "2025-11-01"),
            ("2025年", "2025-01-01"),
            ("2025年第1季度", "2025-01-01"),
            ("2小时20分钟", "8400"),
        ],
    );
    both_ways(
        "ja",
        &[
            ("449億", "44900000000"),
            ("449億円", "44900000000"),
            ("4億4900万円", "449000000"),
            ("1兆2000億", "1200000000000"),
            ("4.5万", "45000"),
            ("1.2兆", "1200000000000"),
            ("50%", "0.5"),
            ("第3", "3"),
            ("2025年3月8日", "2025-03-08"),
            ("2025/03/08", "2025-03-08"),
            ("2025年3月", "2025-03-01"),
            ("2025年第1四半期", "2025-01-01"),
        ],
    );
}

#[test]
fn other_languages_follow_from_cldr_alone() {
    both_ways(
        "pl",
        &[
            ("2 miliony", "2000000"),
            ("5 milionów", "5000000"),
            ("8 marca 2025", "2025-03-08"),
            ("marzec 2025", "2025-03-01"),
        ],
    );
    both_ways(
        "ru",
        &[
            ("2 миллиона", "2000000"),
            ("44,9 млрд", "44900000000"),
            ("8 марта 2025 г.", "2025-03-08"),
        ],
    );
    both_ways(
        "de-CH",
        &[("1’234.5", "1234.5"), ("1'234'567", "1234567"), ("8. März 2025", "2025-03-08")],
    );
    both_ways("it", &[("44,9 miliardi", "44900000000"), ("8 marzo 2025", "2025-03-08")]);
    both_ways("sv", &[("44,9 miljarder", "44900000000"), ("8 mars 2025", "2025-03-08")]);
}

#[test]
fn india_groups_by_two_and_counts_in_lakhs_and_crores() {
    both_ways(
        "en-IN",
        &[
            ("1,23,456", "123456"),
            ("12,34,56,789.50", "123456789.5"),
            ("12,345", "12345"),
            ("1,234,567", "1234567"),
            ("123,456", "123456"),
            ("2.5 lakh", "250000"),
            ("₹44.9 crore", "449000000"),
            ("₹1,250 Cr", "12500000000"),
            ("4.5L", "450000"),
            ("44.9 million", "44900000"),
            ("8 March 2025", "2025-03-08"),
        ],
    );
    both_ways("hi", &[("12,34,567", "1234567"), ("8 मार्च 2025", "2025-03-08")]);
    both_ways("en", &[("2.5 lakh", "250000"), ("3 crore", "30000000")]);
    for tag in ["en", "de", "fr"] {
        assert_eq!(Reading::of("12,34,567", None, Locale::of(tag)), None, "{tag}");
    }
    for text in ["1,2,345", "1,23,45", "123,45,678", "12,34"] {
        assert_eq!(Reading::of(text, None, Locale::of("en-IN")), None, "{text}");
    }
    for (text, value, expected) in [
        ("12,345", "1234567", "12,34,567"),
        ("1234567", "12345678", "12345678"),
        ("1,234,567", "12345678", "12,345,678"),
        ("90 lakh", "12500000", "125 lakh"),
    ] {
        let restated = restated(text, &cell(value), None, Locale::of("en-IN"));
        assert_eq!(restated.as_deref(), Ok(expected));
    }
    for (name, value, expected) in [
        ("grouped", "1234567890", "1,23,45,67,890"),
        ("short", "12500000", "1.25Cr"),
        ("long1", "9999960", "1.0 crore"),
        ("inr", "150000", "₹1,50,000"),
    ] {
        let format = Format::named(name, Locale::of("en-IN")).expect("known");
        assert_eq!(format.write(&cell(value), None).as_deref(), Ok(expected), "{name}");
    }
}

#[test]
fn days_of_the_week_and_times_are_those_of_the_language() {
    for (tag, text, value) in [
        ("de", "14:30 Uhr", "2000-01-01T14:30:00"),
        ("de", "14 Uhr", "2000-01-01T14:00:00"),
        ("de", "8. März 2025 um 14:30 Uhr", "2025-03-08T14:30:00"),
        ("de", "Samstag, 8. März 2025, 09:05", "2025-03-08T09:05:00"),
        ("fr", "14 h 30", "2000-01-01T14:30:00"),
        ("fr", "8 mars 2025 à 14h30", "2025-03-08T14:30:00"),
        ("es", "8 de marzo de 2025, 14:30", "2025-03-08T14:30:00"),
        ("pt", "8 de março de 2025 às 14h30", "2025-03-08T14:30:00"),
        ("zh", "2025年3月8日 14:30", "2025-03-08T14:30:00"),
        ("ja", "2025年3月8日14時30分", "2025-03-08T14:30:00"),
    ] {
        let locale = Locale::of(tag);
        let reading = Reading::of_moment(text, locale).unwrap_or_else(|| panic!("{tag} {text}"));
        let value = Cell::DateTime(value.parse().expect("a time"));
        assert_eq!(reading.value, value, "{tag} {text}");
        assert_eq!(restated(text, &value, None, locale).as_deref(), Ok(text), "{tag}");
    }
    both_ways("de", &[("Samstag, 8. März 2025", "2025-03-08"), ("Q3", "2000-07-01")]);
    both_ways("fr", &[("samedi 8 mars 2025", "2025-03-08"), ("T3", "2000-07-01")]);
    both_ways("ja", &[("2025年3月8日土曜日", "2025-03-08")]);
}

#[test]
fn words_agree_with_their_number_and_months_with_their_day() {
    let restated = |tag, text, value| restated(text, &cell(value), None, Locale::of(tag));
    for (tag, text, value, expected) in [
        ("de", "2 Millionen", "1000000", "1 Million"),
        ("de", "1 Milliarde", "44900000000", "45 Milliarden"),
        ("de", "1,0 Millionen", "1500000", "1,5 Millionen"),
        ("fr", "1,5 million", "2500000", "2,5 millions"),
        ("fr", "2 millions", "1000000", "1 million"),
        ("pl", "2 miliony", "5000000", "5 milionów"),
        ("es", "2 millones", "1000000", "1 millón"),
        ("ru", "5 миллионов", "1000000", "1 миллион"),
        ("fr", "8 sept. 2025", "2025-03-01", "1er mars 2025"),
        ("fr", "8 mars 2025", "2025-09-08", "8 septembre 2025"),
        ("pl", "8 marca 2025", "2025-05-08", "8 maja 2025"),
        ("pl", "marzec 2025", "2025-05-08", "maj 2025"),
        ("de", "2 Tage 3 Stunden", "90000", "1 Tag 1 Stunde"),
        ("zh", "2025年3月8日", "2024-12-25", "2024年12月25日"),
        ("zh", "4亿4900万", "1234567890", "12亿3457万"),
        ("ja", "4億4900万円", "400000000", "4億円"),
        ("ja", "4億4900万円", "2000", "0万円"),
    ] {
        assert_eq!(restated(tag, text, value).as_deref(), Ok(expected), "{tag} {text} {value}");
    }
}

#[test]
fn named_formats_are_those_of_the_language() {
    for (tag, name, value, expected) in [
        ("de", "grouped1", "1234567.891", "1.234.567,9"),
        ("de", "short1", "44900000000", "44,9\u{a0}Mrd."),
        ("de", "short", "45000", "45.000"),
        ("de", "short1", "999950000", "1,0\u{a0}Mrd."),
        ("de", "long1", "1500000", "1,5 Millionen"),
        ("de", "percent1", "0.1234", "12,3\u{a0}%"),
        ("de", "eur2", "1234.5", "1.234,50\u{a0}€"),
        ("de", "eur-short", "6250000", "6,25\u{a0}Mio.\u{a0}€"),
        ("de", "day", "2025-03-08", "8. März 2025"),
        ("de", "month", "2025-03-08", "März 2025"),
        ("de", "week", "2025-03-08", "KW 10/2025"),
        ("de", "ordinal", "3", "3."),
        ("fr", "grouped1", "1234567.891", "1\u{202f}234\u{202f}567,9"),
        ("fr", "percent", "0.5", "50\u{202f}%"),
        ("fr", "day", "2025-03-01", "1er mars 2025"),
        ("fr", "short1", "44900000000", "44,9\u{a0}Md"),
        ("es", "grouped", "1234", "1234"),
        ("es", "grouped", "12345", "12.345"),
        ("es", "short1", "44900000000", "44,9\u{a0}mil\u{a0}M"),
        ("es", "long1", "44900000000", "44,9 mil millones"),
        ("pt", "brl2", "1234.5", "R$\u{a0}1.234,50"),
        ("zh", "short", "44900000000", "449亿"),
        ("zh", "short1", "99999999", "1.0亿"),
        ("zh", "short1", "9999.96", "1.0万"),
        ("zh", "cny", "12", "¥12"),
        ("ja", "short", "1230000000000", "1.23兆"),
        ("ja", "month", "2025-03-08", "2025年3月"),
    ] {
        let format = Format::named(name, Locale::of(tag)).expect("known");
        assert_eq!(format.write(&cell(value), None).as_deref(), Ok(expected), "{tag} {name}");
    }
}

#[test]
fn what_another_language_writes_is_not_read() {
    for (tag, text) in [
        ("de", "44.9 Mrd."),
        ("de", "1,234,567"),
        ("de", "8 March 2025"),
        ("fr", "44.9 milliards"),
        ("en", "44,9 Mrd."),
        ("en", "März 2025"),
        ("zh", "1.234,5"),
    ] {
        assert_eq!(Reading::of(text, None, Locale::of(tag)), None, "{tag} `{text}`");
    }
    // The same letters, another number.
    let reading = Reading::of("1.234", None, Locale::of("de")).expect("read");
    assert_eq!(reading.value, Cell::Integer(1234));
}

#[test]
fn a_tag_that_names_no_language_is_read_as_english() {
    for tag in ["en", "en-GB", "EN-us", "", "xx", "no such tag", "tlh"] {
        assert_eq!(Locale::of(tag), Locale::ENGLISH, "{tag}");
    }
    assert_eq!(Locale::of("pt_BR").tag(), "pt-BR");
}
