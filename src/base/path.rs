//! Paths that cannot leave their root.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a string is not a path inside a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// The path is empty.
    Empty,
    /// The path starts with `/` or names a drive.
    Absolute,
    /// A segment is `..` and would climb above the root.
    Escapes,
    /// The path holds a NUL byte or a backslash.
    Forbidden,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the path is empty",
            Self::Absolute => "the path is absolute",
            Self::Escapes => "the path leaves its root",
            Self::Forbidden => "the path holds a backslash or a NUL",
        })
    }
}

/// Resolves `.`, `..` and doubled slashes; the result is relative and stays inside its root.
fn normalize(path: &str) -> Result<String, PathError> {
    if path.starts_with('/') || path.as_bytes().get(1) == Some(&b':') {
        return Err(PathError::Absolute);
    }
    if path.contains(['\\', '\0']) {
        return Err(PathError::Forbidden);
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or(PathError::Escapes)?;
            }
            other => segments.push(other),
        }
    }
    if segments.is_empty() { Err(PathError::Empty) } else { Ok(segments.join("/")) }
}

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Normalizes `path`; an error if it is empty, absolute or leaves the root.
            pub fn new(path: &str) -> Result<Self, PathError> {
                normalize(path).map(|path| Self(path.into()))
            }

            /// The path as text, `/` between segments.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The folder that holds this file, `""` at the root.
            pub fn parent(&self) -> &str {
                self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
            }

            /// The last segment.
            pub fn file_name(&self) -> &str {
                self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
            }

            /// The last segment without its extension.
            pub fn stem(&self) -> &str {
                let name = self.file_name();
                match name.rsplit_once('.') {
                    Some((stem, _)) if !stem.is_empty() => stem,
                    _ => name,
                }
            }

            /// What follows the last dot of the last segment, `""` where there is none.
            pub fn extension(&self) -> &str {
                let name = self.file_name();
                match name.rsplit_once('.') {
                    Some((stem, extension)) if !stem.is_empty() => extension,
                    _ => "",
                }
            }

            /// `relative` as seen from the folder of this file.
            pub fn sibling(&self, relative: &str) -> Result<Self, PathError> {
                match self.parent() {
                    "" => Self::new(relative),
                    parent if relative.starts_with('/') => {
                        let _ = parent;
                        Err(PathError::Absolute)
                    }
                    parent => Self::new(&format!("{parent}/{relative}")),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(to)
            }
        }

        impl<'d> Deserialize<'d> for $name {
            fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
                let path = String::deserialize(from)?;
                Self::new(&path).map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    };
}

path_type! {
    /// A file of the site's sources, relative to the site's root: UTF-8, `/` between segments, cannot leave the root.
    SitePath
}
path_type! {
    /// A file of the built site, relative to the destination, with the same guarantees as [`SitePath`].
    OutPath
}

#[cfg(test)]
mod tests {
    use super::{PathError, SitePath};

    #[test]
    fn dots_are_resolved_and_cannot_climb_out() {
        assert_eq!(SitePath::new("a/./b/../c.md").map(|p| p.to_string()), Ok("a/c.md".into()));
        assert_eq!(SitePath::new("a/../../c"), Err(PathError::Escapes));
        assert_eq!(SitePath::new("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(SitePath::new("C:/x"), Err(PathError::Absolute));
        assert_eq!(SitePath::new("./"), Err(PathError::Empty));
    }

    #[test]
    fn parts_of_a_path() {
        let path = SitePath::new("content/posts/a.b.md").expect("valid");
        assert_eq!((path.parent(), path.stem(), path.extension()), ("content/posts", "a.b", "md"));
        assert_eq!(path.sibling("../c.md").map(|p| p.to_string()), Ok("content/c.md".into()));
    }
}
