//! Tables.

use pulldown_cmark::{Alignment, Event, Tag};

use super::writer::Writer;

/// The table being written.
pub(super) struct Table<'d> {
    alignments: &'d [Alignment],
    column: usize,
    in_head: bool,
    has_body: bool,
    /// How the cell being written ends.
    cell_end: &'static str,
}

impl<'d> Writer<'d> {
    /// A wide table scrolls within its wrapper, which the keyboard must reach and which
    /// therefore needs a name: the header's cells. It is a group, not a region, lest every
    /// table become a landmark.
    pub(super) fn table(&mut self, at: usize, alignments: &'d [Alignment]) {
        self.table = Some(Table {
            alignments,
            column: 0,
            in_head: true,
            has_body: false,
            cell_end: "",
        });
        self.html
            .push_str("<div class=\"table-wrap\" tabindex=\"0\"");
        let name = self.header(at + 1);
        if !name.is_empty() {
            self.html.push_str(" role=\"group\"");
            self.attribute("aria-label", &name);
        }
        self.html.push_str("><table>\n");
    }

    /// The texts of the cells of the head at `at`.
    fn header(&self, at: usize) -> String {
        let nodes = &self.document.nodes;
        let mut name = String::new();
        let mut cell = at + 1;
        while nodes
            .get(cell)
            .is_some_and(|node| matches!(node.event, Event::Start(Tag::TableCell)))
        {
            let text = self.document.plain(cell + 1..nodes[cell].end);
            if !text.trim().is_empty() {
                if !name.is_empty() {
                    name.push_str(", ");
                }
                name.push_str(text.trim());
            }
            cell = nodes[cell].end + 1;
        }
        name
    }

    pub(super) fn table_head(&mut self) {
        self.html.push_str("<thead><tr>");
    }

    pub(super) fn table_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.column = 0;
            table.in_head = false;
            if !table.has_body {
                table.has_body = true;
                self.html.push_str("<tbody>\n");
            }
        }
        self.html.push_str("<tr>");
    }

    pub(super) fn table_cell(&mut self, at: usize) {
        let Some(table) = &mut self.table else { return };
        let alignment = table.alignments.get(table.column);
        table.column += 1;
        // An empty header cell heads nothing.
        let heads = table.in_head && self.document.nodes[at].end > at + 1;
        table.cell_end = if heads { "</th>" } else { "</td>" };
        self.html
            .push_str(if heads { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match alignment {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    pub(super) fn table_cell_end(&mut self) {
        self.html
            .push_str(self.table.as_ref().map_or("</td>", |table| table.cell_end));
    }

    pub(super) fn table_end(&mut self) {
        if self.table.take().is_some_and(|table| table.has_body) {
            self.html.push_str("</tbody>\n");
        }
        self.html.push_str("</table></div>\n");
    }
}
