//! What ICU4X does not say of a language: it has percents, currencies and units in an experimental crate alone, and no
//! ordinals, quarters, weeks and shares at all.

use super::super::language::{ENGLISH, Ladder, MoneySign, Rung, TimeUnit};

/// The words and marks of a language that CLDR's part in ICU4X leaves out; the fields are those of `Language`.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) percents: &'static [&'static str],
    pub(super) percent: &'static str,
    pub(super) points: &'static str,
    pub(super) times: &'static str,
    pub(super) money: MoneySign,
    pub(super) per: &'static str,
    pub(super) shares: &'static [&'static str],
    pub(super) ranks: &'static [&'static str],
    pub(super) ordinals: &'static [&'static str],
    pub(super) ordinal: fn(&str) -> &'static str,
    pub(super) first_day: &'static str,
    pub(super) dates: &'static [&'static str],
    pub(super) quarter: &'static str,
    pub(super) half: &'static str,
    pub(super) week: &'static str,
    pub(super) clock: &'static [&'static str],
    pub(super) moments: &'static [(&'static str, bool)],
    pub(super) times_of_day: &'static [TimeUnit],
    /// Names of scales in use beside those of CLDR.
    pub(super) scales: &'static [Ladder],
}

/// A language of which nothing more is known.
const OTHER: Words = Words {
    percents: &["%", "pp"],
    percent: "\u{a0}%",
    points: "\u{a0}pp",
    times: "x",
    money: MoneySign::Behind,
    per: "/ ",
    shares: &[],
    ranks: &["#", "№ "],
    ordinals: &[],
    ordinal: |_| "",
    first_day: "",
    dates: &["y 'Q'q"],
    quarter: "'Q'q y",
    half: "'H'h y",
    week: "Y-'W'ww",
    clock: &["H:mm", "H:mm:ss"],
    moments: &[(", ", false), (" ", false), ("T", false)],
    times_of_day: ENGLISH.times_of_day,
    scales: &[],
};

const GERMAN: Words = Words {
    percents: &["%", "Prozentpunkte", "Prozentpunkt", "Prozentpunkten", "Prozent", "v.H.", "PP"],
    points: "\u{a0}Prozentpunkte",
    per: "pro ",
    shares: &["von"],
    ranks: &["#", "Nr. ", "Nr.\u{a0}", "Platz "],
    ordinals: &["."],
    ordinal: |_| ".",
    dates: &[
        "d. MMM y",
        "d.M.y",
        "'Q'q/y",
        "q. 'Quartal' y",
        "h. 'Halbjahr' y",
        "'KW' w/Y",
        "'KW' w Y",
        "'Kalenderwoche' w Y",
        "q. 'Quartal'",
        "h. 'Halbjahr'",
        "'KW' w",
        "EEEE, d. MMMM",
        "EEEE, 'den' d. MMMM y",
    ],
    quarter: "q. 'Quartal' y",
    half: "h. 'Halbjahr' y",
    week: "'KW' w/Y",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ms", "ms"), ("Millisekunde", "Millisekunden")] },
        TimeUnit { millis: 1_000, names: &[("s", "s"), ("Sekunde", "Sekunden")] },
        TimeUnit { millis: 60_000, names: &[("min", "min"), ("Minute", "Minuten")] },
        TimeUnit { millis: 3_600_000, names: &[("h", "h"), ("Stunde", "Stunden")] },
        TimeUnit { millis: 86_400_000, names: &[("d", "d"), ("Tag", "Tage"), ("Tag", "Tagen")] },
        TimeUnit { millis: 604_800_000, names: &[("Woche", "Wochen")] },
    ],
    scales: &[&[own(6, "Mill."), own(9, "Mia.")], &[own(9, "Mia")]],
    clock: &["H:mm", "H:mm 'Uhr'", "H.mm 'Uhr'", "H 'Uhr'", "H:mm:ss"],
    moments: &[(", ", false), (" um ", false), (" ", false), ("T", false), (" am ", true)],
    ..OTHER
};

const FRENCH: Words = Words {
    percents: &["%", "points de pourcentage", "point de pourcentage", "pour cent", "pt", "pts"],
    percent: "\u{202f}%",
    points: "\u{a0}points de pourcentage",
    per: "par ",
    shares: &["sur"],
    ranks: &["#", "nᵒ\u{a0}", "n°\u{a0}", "n° ", "nº "],
    ordinals: &["er", "ère", "e", "ème"],
    ordinal: |digits| if digits == "1" { "er" } else { "e" },
    first_day: "er",
    dates: &[
        "'T'q y",
        "y-'T'q",
        "q'e trimestre' y",
        "'S'h y",
        "h'e semestre' y",
        "'semaine' w 'de' Y",
        "'semaine' w, Y",
        "'T'q",
        "q'e trimestre'",
        "'semaine' w",
    ],
    quarter: "'T'q y",
    half: "'S'h y",
    week: "'semaine' w 'de' Y",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ms", "ms"), ("milliseconde", "millisecondes")] },
        TimeUnit { millis: 1_000, names: &[("s", "s"), ("seconde", "secondes")] },
        TimeUnit { millis: 60_000, names: &[("min", "min"), ("minute", "minutes")] },
        TimeUnit { millis: 3_600_000, names: &[("h", "h"), ("heure", "heures")] },
        TimeUnit { millis: 86_400_000, names: &[("j", "j"), ("jour", "jours")] },
        TimeUnit { millis: 604_800_000, names: &[("semaine", "semaines")] },
    ],
    scales: &[&[own(9, "Mds")], &[own(9, "Mrd")]],
    clock: &["H:mm", "H 'h' mm", "H'h'mm", "H 'h'", "H'h'", "H:mm:ss"],
    moments: &[(", ", false), (" à ", false), (" ", false), ("T", false)],
    ..OTHER
};

const SPANISH: Words = Words {
    percents: &["%", "puntos porcentuales", "punto porcentual", "por ciento", "p. p.", "pp"],
    points: "\u{a0}puntos porcentuales",
    per: "por ",
    shares: &["de cada", "de"],
    ranks: &["#", "n.º ", "nº ", "núm. "],
    ordinals: &[".º", ".ª", "º", "ª"],
    ordinal: |_| ".º",
    dates: &[
        "d MMM 'de' y",
        "'T'q y",
        "q'T' y",
        "'S'h y",
        "'semana' w 'de' Y",
        "'T'q",
        "'semana' w",
    ],
    quarter: "'T'q y",
    half: "'S'h y",
    week: "'semana' w 'de' Y",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ms", "ms"), ("milisegundo", "milisegundos")] },
        TimeUnit { millis: 1_000, names: &[("s", "s"), ("segundo", "segundos")] },
        TimeUnit { millis: 60_000, names: &[("min", "min"), ("minuto", "minutos")] },
        TimeUnit { millis: 3_600_000, names: &[("h", "h"), ("hora", "horas")] },
        TimeUnit { millis: 86_400_000, names: &[("d", "d"), ("día", "días")] },
        TimeUnit { millis: 604_800_000, names: &[("semana", "semanas")] },
    ],
    clock: &["H:mm", "H:mm 'h'", "H:mm:ss"],
    moments: &[(", ", false), (" a las ", false), (" ", false), ("T", false)],
    ..OTHER
};

const PORTUGUESE: Words = Words {
    percents: &["%", "pontos percentuais", "ponto percentual", "por cento", "p.p.", "pp"],
    percent: "%",
    points: "\u{a0}pontos percentuais",
    money: MoneySign::BeforeWithSpace,
    per: "por ",
    shares: &["em cada", "em", "de"],
    ranks: &["#", "n.º ", "nº "],
    ordinals: &["º", "ª", ".º", ".ª"],
    ordinal: |_| "º",
    first_day: "º",
    dates: &[
        "d 'de' MMM y",
        "'T'q y",
        "q'T' y",
        "q'º trimestre de' y",
        "'S'h y",
        "'semana' w 'de' Y",
        "'T'q",
        "'semana' w",
    ],
    quarter: "'T'q y",
    half: "'S'h y",
    week: "'semana' w 'de' Y",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ms", "ms"), ("milissegundo", "milissegundos")] },
        TimeUnit { millis: 1_000, names: &[("s", "s"), ("segundo", "segundos")] },
        TimeUnit { millis: 60_000, names: &[("min", "min"), ("minuto", "minutos")] },
        TimeUnit { millis: 3_600_000, names: &[("h", "h"), ("hora", "horas")] },
        TimeUnit { millis: 86_400_000, names: &[("d", "d"), ("dia", "dias")] },
        TimeUnit { millis: 604_800_000, names: &[("semana", "semanas")] },
    ],
    clock: &["H:mm", "H'h'mm", "H'h'", "H:mm:ss"],
    moments: &[(", ", false), (" às ", false), (" ", false), ("T", false)],
    ..OTHER
};

const CHINESE: Words = Words {
    percents: &["%", "％", "个百分点", "個百分點"],
    percent: "%",
    points: "个百分点",
    times: "倍",
    money: MoneySign::Before,
    per: "每",
    ranks: &["#", "第"],
    dates: &["y年", "y年第q季度", "Y年第w周", "M月", "第q季度", "第w周"],
    quarter: "y年第q季度",
    half: "'H'h y",
    week: "Y年第w周",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("毫秒", "毫秒"), ("ms", "ms")] },
        TimeUnit { millis: 1_000, names: &[("秒", "秒"), ("s", "s")] },
        TimeUnit { millis: 60_000, names: &[("分钟", "分钟"), ("分", "分"), ("min", "min")] },
        TimeUnit { millis: 3_600_000, names: &[("小时", "小时"), ("h", "h")] },
        TimeUnit { millis: 86_400_000, names: &[("天", "天"), ("d", "d")] },
        TimeUnit { millis: 604_800_000, names: &[("周", "周")] },
    ],
    scales: &[&[own(3, "千")], &[own(12, "兆")]],
    clock: &["H:mm", "H:mm:ss", "H'时'mm'分'", "H'點'mm'分'", "H'点'mm'分'", "H'点'", "H'时'"],
    moments: &[(" ", false), ("T", false), ("", false)],
    ..OTHER
};

const JAPANESE: Words = Words {
    percents: &["%", "％", "パーセントポイント", "パーセント", "ポイント"],
    percent: "%",
    points: "ポイント",
    times: "倍",
    money: MoneySign::Before,
    per: "毎",
    ranks: &["#", "第"],
    dates: &["y年", "y年第q四半期", "y年M月d日", "Y年第w週", "M月", "第q四半期", "第w週"],
    quarter: "y年第q四半期",
    half: "'H'h y",
    week: "Y年第w週",
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ミリ秒", "ミリ秒"), ("ms", "ms")] },
        TimeUnit { millis: 1_000, names: &[("秒", "秒"), ("s", "s")] },
        TimeUnit { millis: 60_000, names: &[("分", "分"), ("min", "min")] },
        TimeUnit { millis: 3_600_000, names: &[("時間", "時間"), ("h", "h")] },
        TimeUnit { millis: 86_400_000, names: &[("日", "日"), ("d", "d")] },
        TimeUnit { millis: 604_800_000, names: &[("週間", "週間")] },
    ],
    scales: &[&[own(3, "千")]],
    clock: &["H:mm", "H:mm:ss", "H'時'mm'分'", "H'時'"],
    moments: &[(" ", false), ("T", false), ("", false)],
    ..OTHER
};

const ITALIAN: Words = Words {
    percents: &["%", "punti percentuali", "punto percentuale", "per cento"],
    percent: "%",
    points: "\u{a0}punti percentuali",
    per: "per ",
    shares: &["su"],
    ranks: &["#", "n. ", "n.\u{a0}"],
    ordinals: &["º", "ª", "°"],
    ordinal: |_| "º",
    dates: &["'T'q y", "q° 'trimestre' y", "'S'h y", "'settimana' w 'del' Y"],
    quarter: "'T'q y",
    half: "'S'h y",
    week: "'settimana' w 'del' Y",
    ..OTHER
};

const DUTCH: Words = Words {
    percents: &["%", "procentpunten", "procentpunt", "procent"],
    percent: "%",
    points: "\u{a0}procentpunten",
    money: MoneySign::BeforeWithSpace,
    per: "per ",
    shares: &["op", "van de"],
    ranks: &["#", "nr. ", "nr.\u{a0}"],
    ordinals: &["e", "ste", "de"],
    ordinal: |_| "e",
    ..OTHER
};

const fn own(power: i64, name: &'static str) -> Rung {
    Rung { power, name, forms: &[], gap: "\u{a0}" }
}

/// The words of the language `primary`, the first part of `tag`.
pub(super) fn words(primary: &str, tag: &str) -> Words {
    match primary {
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        // In Portugal money stands behind the number.
        "pt" if tag == "pt-PT" => Words { money: MoneySign::Behind, ..PORTUGUESE },
        "pt" => PORTUGUESE,
        "zh" => CHINESE,
        "ja" => JAPANESE,
        "it" => ITALIAN,
        "nl" => DUTCH,
        _ => OTHER,
    }
}
