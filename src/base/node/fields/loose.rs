//! Values in the forms that front matter has them in: numbers and truth values in quotes among them.

use super::super::{Node, Value};
use super::Fields;
use crate::base::diagnostic::Diagnostic;

impl Fields<'_> {
    /// Takes a whole number, also one in quotes or with a zero fraction.
    pub fn loose_integer(&mut self, key: &'static str) -> Option<i64> {
        self.node(key).and_then(|node| self.loose_integer_of(key, node))
    }

    /// The whole number of a node that was taken already; as [`loose_integer`](Self::loose_integer).
    pub fn loose_integer_of(&mut self, key: &str, node: &Node) -> Option<i64> {
        let number = match &node.value {
            Value::Null => Some(0),
            Value::Integer(number) => Some(*number),
            Value::Text(text) if text.trim().is_empty() => Some(0),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Float(number) => {
                let whole = format!("{:.0}", number.trunc()).parse().ok();
                if let Some(whole) = whole.filter(|_: &i64| number.fract() != 0.0) {
                    let message =
                        format!("`{key}` takes a whole number: {number} counts as {whole}");
                    let warning = Diagnostic::warning("key/bad-value", message).at(node.span);
                    self.report(warning.help(format!("write `{key}: {whole}`, or another one")));
                }
                whole
            }
            _ => None,
        };
        let help = "write digits, without quotes";
        number.or_else(|| self.wrong_type(key, node, "a whole number", help))
    }

    /// Takes a truth value, or a text or number that stands for one.
    pub fn loose_boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        let word = match &node.value {
            Value::Boolean(boolean) => return Some(*boolean),
            Value::Text(text) => text.trim().to_lowercase(),
            Value::Integer(number) => number.to_string(),
            _ => String::from("?"),
        };
        match &*word {
            "" => None,
            "true" | "t" | "1" => Some(true),
            "false" | "f" | "0" => Some(false),
            "yes" | "y" | "on" | "no" | "n" | "off" => {
                let is_on = ["yes", "y", "on"].contains(&&*word);
                let message = format!("`{key}: {word}` is a text, and counts as `{is_on}`");
                let warning = Diagnostic::warning("key/bad-value", message).at(node.span);
                self.report(warning.help(format!("write `{key}: {is_on}`")));
                Some(is_on)
            }
            _ => self.wrong_type(key, node, "`true` or `false`", "write `true` or `false`"),
        }
    }
}
