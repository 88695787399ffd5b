//! Pictures with their captions, and the notes at the end.

use super::flow::{Flow, MUTED};
use super::lines::{Look, lay_out};
use super::page::Mark;
use crate::docx::fit;
use crate::tree::{Block, Inline};
use std::collections::BTreeMap;

impl Flow<'_> {
    pub(super) fn figure(&mut self, src: &str, alt: &str) {
        let Some(p) = self.doc.images.get(src) else { return };
        let (w, h) = fit(p, self.width(), (self.full() - 60.0).min(480.0));
        self.need(h + 30.0);
        let e = self.element("Figure");
        self.laid.elements[e].alt = Some(alt.to_owned());
        self.mark(Some(e), Mark::Picture { name: src.to_owned(), x: self.left, y: self.y, w, h });
        self.y += h + 4.0;
        let look = Look { colour: MUTED, ..self.look(9.0) };
        self.text_line(alt, look, "Caption");
        self.y += 10.0;
    }

    pub(super) fn notes(&mut self) {
        if self.doc.footnotes.is_empty() {
            return;
        }
        self.need(50.0);
        self.y += 14.0;
        let points = vec![(self.left, self.y), (self.left + 120.0, self.y)];
        self.mark(None, Mark::Stroke { points, width: 0.6, colour: MUTED });
        self.y += 8.0;
        for (i, note) in self.doc.footnotes.iter().enumerate() {
            self.need(14.0);
            self.laid.places.insert(format!("note-{}", i + 1), (self.page(), self.y));
            let outer = self.parent;
            self.parent = self.element("Note");
            let label = self.element("Lbl");
            let look = Look { colour: MUTED, ..self.look(8.5) };
            let number = vec![Inline::Text((i + 1).to_string())];
            let lines = lay_out(self.engine, self.doc, &number, look, 30.0);
            if let Some(line) = lines.lines.first() {
                self.line(line, &[], self.left, self.y, Some(label), &mut BTreeMap::new());
            }
            self.left += 14.0;
            for b in note {
                match b {
                    Block::Paragraph(t) => {
                        let e = self.element("P");
                        self.text(t, self.look(8.5), e);
                        self.y += 2.0;
                    }
                    other => self.block(other),
                }
            }
            self.left -= 14.0;
            self.parent = outer;
        }
    }
}
