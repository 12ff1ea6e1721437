//! Which plural form a number takes in a language, as CLDR says.

use icu_decimal::input::Decimal;
use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// `zero`, `one`, `two`, `few`, `many` or `other`: the form for `number`, digits with a decimal point, in the language of `tag`.
pub fn plural_form(tag: &str, number: &str) -> &'static str {
    let rules = tag
        .parse::<Locale>()
        .ok()
        .and_then(|locale| PluralRules::try_new_cardinal((&locale).into()).ok());
    let number = number.parse::<Decimal>().ok();
    match rules.zip(number).map(|(rules, number)| rules.category_for(&number)) {
        Some(PluralCategory::Zero) => "zero",
        Some(PluralCategory::One) => "one",
        Some(PluralCategory::Two) => "two",
        Some(PluralCategory::Few) => "few",
        Some(PluralCategory::Many) => "many",
        Some(PluralCategory::Other) | None => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::plural_form;

    #[test]
    fn each_language_has_its_own_forms() {
        let forms = |tag, numbers: &[&str]| -> Vec<_> {
            numbers.iter().map(|number| plural_form(tag, number)).collect()
        };
        assert_eq!(forms("en", &["0", "1", "1.5"]), ["other", "one", "other"]);
        assert_eq!(forms("pl", &["1", "2", "5", "22"]), ["one", "few", "many", "few"]);
        assert_eq!(forms("fr", &["0", "1", "2"]), ["one", "one", "other"]);
        assert_eq!(forms("ja", &["1"]), ["other"]);
        assert_eq!(forms("ar", &["0", "2", "11"]), ["zero", "two", "many"]);
        assert_eq!([plural_form("?", "1"), plural_form("en", "x")], ["other", "other"]);
    }
}
