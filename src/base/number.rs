//! Numbers as people write them: the format of a text, and a value written in that format.
