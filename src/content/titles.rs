//! Titles of lists that have no file: made of the name of a folder, a taxonomy or a term, as Hugo makes them.

/// How the titles of such lists are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Titles {
    /// Are they written with capital letters?
    pub capitalize: bool,
    /// Are sections' in the plural?
    pub pluralize: bool,
    /// Which letters are capitals.
    pub style: TitleStyle,
}

/// Which letters of a title are capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleStyle {
    /// The first of each word but the small ones, by the style book of the Associated Press.
    Ap,
    /// The same, by that of Chicago.
    Chicago,
    /// The first of each word.
    Go,
    /// The first of all.
    FirstUpper,
    /// None that was not one before.
    None,
}

impl Default for Titles {
    fn default() -> Self {
        Self { capitalize: true, pluralize: true, style: TitleStyle::Ap }
    }
}

/// Small words in the style of the Associated Press.
const AP: [&str; 23] = [
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or",
    "per", "the", "to", "v", "v.", "vs", "vs.", "via",
];

/// Small words in the style of Chicago, which has more of them.
const CHICAGO: [&str; 53] = [
    "a", "about", "above", "across", "after", "against", "along", "an", "and", "around", "as",
    "at", "before", "behind", "below", "beneath", "beside", "between", "beyond", "but", "by",
    "down", "during", "en", "for", "from", "if", "in", "into", "near", "nor", "of", "off", "on",
    "or", "over", "per", "the", "through", "to", "toward", "under", "until", "up", "upon", "v",
    "v.", "via", "vs", "vs.", "with", "within", "without",
];

/// What the end of a word becomes in the plural: ends of words, what is taken off, and what is put there. The first that fits holds.
const ENDINGS: [(&[&str], &str, &str); 39] = [
    (&["child"], "", "ren"),
    (&["person"], "erson", "eople"),
    (&["human", "dwarf", "stadium", "bureau", "baz"], "", "s"),
    (&["buffalo", "potato", "tomato"], "", "es"),
    (&["idea", "area", "sea", "tea", "fish", "series", "species", "sheep", "deer"], "", ""),
    (&["moose", "salmon", "trout", "swine", "equipment", "information", "money"], "", ""),
    (&["rice", "police", "aircraft", "bison", "shrimp", "data", "dice", "people"], "", ""),
    (&["graffiti", "criteria", "alumni", "media", "nuclei", "children", "men"], "", ""),
    (&["feet", "teeth", "mice", "geese"], "", ""),
    (&["octopus"], "opus", "upuses"),
    (&["corpus"], "us", "ora"),
    (&["genus"], "us", "era"),
    (&["radius", "locus", "nucleus", "focus", "cactus", "alumnus", "syllabus"], "us", "i"),
    (&["us", "alias"], "", "es"),
    (&["analysis", "basis", "crisis", "thesis", "ellipsis"], "is", "es"),
    (&["diagnosis", "synopsis", "oasis", "parenthesis", "axis"], "is", "es"),
    (&["index", "apex", "vortex", "vertex", "codex"], "ex", "ices"),
    (&["appendix", "matrix"], "ix", "ices"),
    (&["ium", "memorandum", "stratum", "datum"], "um", "a"),
    (&["larva", "vertebra"], "", "e"),
    (&["phenomenon", "criterion", "lexicon"], "on", "a"),
    (&["man"], "an", "en"),
    (&["foot"], "oot", "eet"),
    (&["tooth"], "ooth", "eeth"),
    (&["goose"], "oose", "eese"),
    (&["mouse", "louse"], "ouse", "ice"),
    (&["die"], "ie", "ice"),
    (&["quiz", "whiz"], "", "zes"),
    (&["beau", "plateau", "tableau", "chateau"], "", "x"),
    (&["leaf", "loaf", "thief", "scarf", "wharf", "turf", "lf"], "f", "ves"),
    (&["fe"], "fe", "ves"),
    (&["io", "oo", "to", "lo", "ano"], "", "s"),
    (&["o"], "", "es"),
    (&["quy"], "y", "ies"),
    (&["ay", "ey", "iy", "oy", "uy"], "", "s"),
    (&["y"], "y", "ies"),
    (&["ch", "sh", "x", "ss", "z"], "", "es"),
    (&["s"], "", ""),
    (&[""], "", "s"),
];

impl Titles {
    /// The title of a section, from the name of its folder.
    pub fn of_section(self, name: &str) -> String {
        self.of(if self.pluralize { plural(name) } else { name.to_owned() })
    }

    /// The title of a term.
    pub fn of_term(self, term: &str) -> String {
        self.of(term.to_owned())
    }

    /// The title of a taxonomy: of its last folder.
    pub fn of_taxonomy(self, plural: &str) -> String {
        self.of(plural.rsplit('/').next().unwrap_or(plural).to_owned())
    }

    fn of(self, name: String) -> String {
        if self.capitalize { title(&name, self.style) } else { name }
    }
}

/// Is the one word the plural of the other, and another word?
pub(super) fn is_plural(word: &str, of: &str) -> bool {
    word != of && plural(of) == word
}

/// A word in the plural; one that is already in it stays.
fn plural(word: &str) -> String {
    let folded = word.to_lowercase();
    if folded == "ox" {
        return format!("{word}en");
    }
    let fits = |(ends, ..): &&(&[&str], &str, &str)| ends.iter().any(|end| folded.ends_with(end));
    let Some((_, off, on)) = ENDINGS.iter().find(fits) else { return word.to_owned() };
    let keep = word.len().checked_sub(off.len()).filter(|keep| word.is_char_boundary(*keep));
    keep.map_or_else(|| word.to_owned(), |keep| format!("{}{on}", &word[..keep]))
}

/// `text` with the capital letters of a style.
fn title(text: &str, style: TitleStyle) -> String {
    match style {
        TitleStyle::None => text.to_owned(),
        TitleStyle::FirstUpper => capitalized(text),
        TitleStyle::Go => after_signs(text),
        TitleStyle::Ap | TitleStyle::Chicago => {
            let small: &[&str] = if style == TitleStyle::Ap { &AP } else { &CHICAGO };
            words(text, |word, around| {
                let folded = word.to_lowercase();
                if small.contains(&folded.as_str()) && around.allow_small() {
                    folded
                } else {
                    capitalized(word)
                }
            })
        }
    }
}

/// What stands beside a word.
struct Around {
    is_first: bool,
    is_last: bool,
    /// The character before it, and the one before that.
    before: (Option<char>, Option<char>),
    after: Option<char>,
}

impl Around {
    /// May a small word stay small here?
    fn allow_small(&self) -> bool {
        let (near, far) = self.before;
        !self.is_first
            && !self.is_last
            && matches!(near, Some(' ' | '-' | '/'))
            && !matches!(far, Some(':' | '-'))
            && (self.after != Some('-') || near == Some('-'))
    }
}

/// `text` with each word replaced: from a letter, digit or `*` to white space, `-` or `/`.
fn words(text: &str, replace: impl Fn(&str, &Around) -> String) -> String {
    let characters: Vec<char> = text.chars().collect();
    let begins = |character: char| character.is_alphanumeric() || character == '*';
    let ends = |character: char| character.is_whitespace() || matches!(character, '-' | '/');
    let mut res = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        if !begins(characters[at]) {
            res.push(characters[at]);
            at += 1;
            continue;
        }
        let rest = &characters[at..];
        let end = at + rest.iter().position(|c| ends(*c)).unwrap_or(rest.len());
        let word: String = characters[at..end].iter().collect();
        let before = |by: usize| at.checked_sub(by).map(|at| characters[at]);
        let around = Around {
            is_first: at == 0,
            is_last: end == characters.len(),
            before: (before(1), before(2)),
            after: characters.get(end).copied(),
        };
        res.push_str(&replace(&word, &around));
        at = end;
    }
    res
}

/// `text` with a capital letter after each white space and each sign of ASCII.
fn after_signs(text: &str) -> String {
    let is_sign =
        |c: char| c.is_whitespace() || (c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_');
    let mut is_first = true;
    let mut res = String::with_capacity(text.len());
    for character in text.chars() {
        let capital = character.to_uppercase().next().filter(|_| is_first);
        res.push(capital.unwrap_or(character));
        is_first = is_sign(character);
    }
    res
}

/// `text` beginning with a capital letter.
fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{TitleStyle, Titles, plural, title};

    #[test]
    fn titles_of_terms_are_hugos() {
        for (term, expected) in [
            ("the rise of a man and", "The Rise of a Man And"),
            ("go to the in of", "Go to the in Of"),
            ("if so yet nor but", "If So Yet nor But"),
            ("TCP/ip and", "TCP/Ip And"),
            ("hello-world of-the up", "Hello-World Of-the Up"),
            ("foo: a bar", "Foo: A Bar"),
            ("vs. the v. it", "Vs. the v. It"),
            ("x - a y", "X - A Y"),
            ("c# and .net", "C# and .Net"),
            ("(the) [a]", "(The) [A]"),
            ("1st of 2nd", "1st of 2nd"),
            ("ünder the ärea", "Ünder the Ärea"),
            ("ALL CAPS of THE", "ALL CAPS of THE"),
            ("a/the", "A/The"),
        ] {
            assert_eq!(title(term, TitleStyle::Ap), expected);
        }
        assert_eq!(title("with the a.b c_d it's", TitleStyle::Go), "With The A.B C_d It'S");
        assert_eq!(title("with the", TitleStyle::FirstUpper), "With the");
        assert_eq!(title("go with it", TitleStyle::Chicago), "Go with It");
        assert_eq!(title("with the", TitleStyle::None), "with the");
    }

    #[test]
    fn titles_of_sections_are_in_the_plural() {
        for (name, expected) in [
            ("post", "Posts"),
            ("posts", "Posts"),
            ("news", "News"),
            ("about", "Abouts"),
            ("category", "Categories"),
            ("day", "Days"),
            ("life-hacks", "Life-Hacks"),
            ("person", "People"),
            ("child", "Children"),
            ("index", "Indices"),
            ("status", "Statuses"),
            ("my_posts", "My_posts"),
            ("MyPost", "MyPosts"),
            ("info", "Infoes"),
            ("photo", "Photos"),
            ("knife", "Knives"),
            ("2024", "2024s"),
            ("日本", "日本s"),
            ("ox", "Oxen"),
            ("box", "Boxes"),
        ] {
            assert_eq!(Titles::default().of_section(name), expected);
        }
        assert_eq!(plural("Status"), "Statuses");
        let plain = Titles { capitalize: false, pluralize: false, style: TitleStyle::Ap };
        assert_eq!(plain.of_section("about me"), "about me");
    }
}
