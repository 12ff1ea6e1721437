//! What the shapes of a drawing are for, and how each looks without a style sheet.

use plotters::style::{RGBColor, ShapeStyle};

/// What a stroke, a fill or a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::chart) enum Role {
    /// A gridline.
    Grid,
    /// The line that marks zero.
    Zero,
    /// Text of axes and keys.
    Muted,
    /// Text that is read first.
    Strong,
    /// Text with a halo, for places where lines may cross it.
    Halo,
    /// A line from a text to what it speaks of.
    Leader,
    /// A series' line.
    Line,
    /// A series' line through very many points.
    Fine,
    /// A series' line where values are estimated.
    Dashed,
    /// The line of a series whose color another series has too, wide enough for a light core.
    Wide,
    /// The light core of a line whose color another series has too.
    Core,
    /// Such a line where values are estimated.
    WideDashed,
    /// The light core where values are estimated.
    DashedCore,
    /// The area under a line.
    Area,
    /// A bar.
    Bar,
    /// A bar of an estimated value.
    BarEstimated,
    /// A bar whose color another series has too.
    BarOutlined,
    /// A point.
    Dot,
    /// A point of an estimated value.
    Hollow,
    /// A text in the color of its series.
    Label,
}

/// Every role with the attributes of the group that holds its shapes.
const ROLES: [(Role, &str); 20] = [
    (Role::Grid, r##"class="g" stroke="#dcdfe4""##),
    (Role::Zero, r##"class="z" stroke="#5f6670""##),
    (Role::Muted, r##"class="t" fill="#555b66""##),
    (Role::Strong, r##"class="s" fill="#1b1f24" font-weight="700""##),
    (
        Role::Halo,
        r##"class="h" fill="#1b1f24" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke""##,
    ),
    (Role::Leader, r##"class="z" fill="none" stroke="#5f6670""##),
    (
        Role::Line,
        r#"fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round""#,
    ),
    (Role::Fine, r#"fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round""#),
    (
        Role::Dashed,
        r#"fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round" stroke-dasharray="5 4""#,
    ),
    (
        Role::Wide,
        r#"fill="none" stroke="currentColor" stroke-width="4.5" stroke-linejoin="round" stroke-linecap="round""#,
    ),
    (
        Role::WideDashed,
        r#"fill="none" stroke="currentColor" stroke-width="4.5" stroke-linejoin="round" stroke-dasharray="7 4""#,
    ),
    (
        Role::Core,
        r##"class="k" fill="none" stroke="#fff" stroke-width="1.75" stroke-linejoin="round""##,
    ),
    (
        Role::DashedCore,
        r##"class="k" fill="none" stroke="#fff" stroke-width="1.75" stroke-linejoin="round" stroke-dasharray="7 4""##,
    ),
    (Role::Area, r#"fill="currentColor" fill-opacity=".2""#),
    (Role::Bar, r#"fill="currentColor""#),
    (
        Role::BarEstimated,
        r#"fill="currentColor" fill-opacity=".25" stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3""#,
    ),
    (Role::BarOutlined, r##"class="o" fill="#fff" stroke="currentColor" stroke-width="2""##),
    (Role::Dot, r#"fill="currentColor""#),
    (Role::Hollow, r##"class="o" fill="#fff" stroke="currentColor" stroke-width="1.75""##),
    (Role::Label, r#"fill="currentColor" font-weight="700""#),
];

impl Role {
    /// The attributes of the role that `code` stands for.
    pub(super) fn attributes(code: usize) -> &'static str {
        ROLES.get(code).map_or("", |(_, attributes)| attributes)
    }

    /// The code that stands for the role where plotters expects a color.
    pub(super) fn color(self) -> RGBColor {
        let code = ROLES.iter().position(|(role, _)| *role == self).unwrap_or(0);
        RGBColor(u8::try_from(code).unwrap_or(0), 0, 0)
    }

    /// The code as the style of a shape.
    pub(super) fn style(self, filled: bool) -> ShapeStyle {
        ShapeStyle { filled, ..ShapeStyle::from(self.color()) }
    }
}
