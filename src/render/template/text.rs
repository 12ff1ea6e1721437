//! `t`: the text of a key in the language of the page.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::base::texts::Table;

/// Adds `t` to an engine, as a function and as a filter.
pub(super) fn register(tera: &mut Tera, table: &Arc<Table>) {
    let own = Arc::clone(table);
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?.to_owned();
        text(&own, &key, &kwargs)
    });
    let own = Arc::clone(table);
    let filter = move |key: &str, kwargs: Kwargs, _: &State| text(&own, key, &kwargs);
    tera.register_filter("t", filter);
}

/// The text of `key`, else the argument `default`.
fn text(table: &Table, key: &str, kwargs: &Kwargs) -> TeraResult<String> {
    let Some(text) = table.get(key) else {
        return match kwargs.get::<&str>("default")? {
            Some(default) => Ok(default.to_owned()),
            None if table.is_gap(key) => Ok(key.to_owned()),
            None => {
                let code = &table.code;
                Err(Error::message(format!("there is no text `{key}` in `i18n/{code}.yaml`")))
            }
        };
    };
    text.write(&|names| argument(kwargs, names))
        .map_err(|name| Error::message(format!("the text `{key}` needs the argument `{name}`")))
}

/// What a path of names stands for; without names, the count or else the only argument.
fn argument(kwargs: &Kwargs, names: &[String]) -> Option<String> {
    let value_of = |name: &str| {
        let is_named = |key: &str| key.eq_ignore_ascii_case(name);
        kwargs.iter().find(|(key, _)| key.as_str().is_some_and(is_named)).map(|(_, value)| value)
    };
    let Some((first, rest)) = names.split_first() else {
        let mut others =
            kwargs.iter().filter(|(key, _)| !matches!(key.as_str(), Some("key" | "default")));
        let only = others.next().filter(|_| others.next().is_none()).map(|(_, value)| value);
        return value_of("count").or(only).map(Value::to_string);
    };
    let inner = rest.iter().try_fold(value_of(first)?, |value, name| {
        let is_named = |key: &str| key.eq_ignore_ascii_case(name);
        let mut entries = value.as_map()?.iter();
        entries.find(|(key, _)| key.as_str().is_some_and(is_named)).map(|(_, value)| value)
    });
    inner.map(Value::to_string)
}
