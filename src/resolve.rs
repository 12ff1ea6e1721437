//! Pages meet data: queries run, bound numbers are checked, tables and charts are drawn.
