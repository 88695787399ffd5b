//! What printpdf leaves out or makes different each time: structure tree, outline, links,
//! metadata, identifiers.
//!
//! Invariant: nothing random or dated is left in the file.

use super::page::Laid;
use super::write::Content;
use crate::error::{Result, failed};
use crate::tree::Document;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

struct Finish<'a> {
    doc: &'a Document,
    laid: &'a Laid,
    pdf: lopdf::Document,
    pages: Vec<ObjectId>,
    height: f32,
}

/// Finishes and saves the file.
pub(super) fn finish(
    doc: &Document,
    laid: &Laid,
    pdf: lopdf::Document,
    contents: &[Vec<Content>],
) -> Result<Vec<u8>> {
    let pages = pdf.page_iter().collect();
    let (_, height) = doc.meta.page.points();
    let mut f = Finish { doc, laid, pdf, pages, height };
    f.pdf.version = "1.7".to_owned();
    let links = f.pages()?;
    let tree = f.structure(contents, &links);
    let outline = f.outline();
    f.catalogue(tree, outline)?;
    f.fonts();
    f.pdf.compress();
    f.identify();
    let mut out = Vec::new();
    f.pdf.save_to(&mut out).map_err(failed)?;
    Ok(out)
}

/// Text in the encoding that all readers know.
fn text(s: &str) -> Object {
    if s.bytes().all(|b| (0x20..0x7F).contains(&b)) {
        return Object::String(s.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(s.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn name(s: &str) -> Object {
    Object::Name(s.as_bytes().to_vec())
}

impl Finish<'_> {
    /// Boxes, tab order and links of the pages. Gives each link's annotation.
    fn pages(&mut self) -> Result<Vec<Option<ObjectId>>> {
        let (w, h) = self.doc.meta.page.points();
        let mut ids = vec![None; self.laid.links.len()];
        let count = self.pages.len();
        let mut of_page: Vec<Vec<Object>> = vec![Vec::new(); count];
        for (i, link) in self.laid.links.iter().enumerate() {
            let mut a = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => vec![
                    link.x.into(),
                    (self.height - link.y - link.h).into(),
                    (link.x + link.w).into(),
                    (self.height - link.y).into(),
                ],
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4,
                "Contents" => text(&link.text),
                "StructParent" => (count + i) as i64,
            };
            match link.to.strip_prefix('#') {
                Some(id) => {
                    let Some((page, y)) = self.laid.places.get(id) else { continue };
                    a.set("Dest", self.place(*page, *y));
                }
                None => a.set(
                    "A",
                    dictionary! {
                        "S" => "URI",
                        "URI" => Object::string_literal(uri(&link.to)),
                    },
                ),
            }
            let id = self.pdf.add_object(a);
            ids[i] = Some(id);
            if let Some(page) = of_page.get_mut(link.page) {
                page.push(id.into());
            }
        }
        for (i, annotations) in of_page.into_iter().enumerate() {
            let page = self.pdf.get_dictionary_mut(self.pages[i]).map_err(failed)?;
            page.set("MediaBox", vec![0.into(), 0.into(), w.into(), h.into()]);
            page.remove(b"TrimBox");
            page.remove(b"CropBox");
            page.remove(b"Annots");
            if !annotations.is_empty() {
                page.set("Annots", annotations);
            }
            page.set("Tabs", name("S"));
            page.set("StructParents", i as i64);
        }
        Ok(ids)
    }

    fn place(&self, page: usize, y: f32) -> Object {
        let page = self.pages.get(page).copied().unwrap_or_default();
        let top = (self.height - y + 8.0).round();
        Object::Array(vec![page.into(), name("XYZ"), 0.into(), top.into(), 0.into()])
    }

    /// The tree of elements. Its root's object.
    fn structure(&mut self, contents: &[Vec<Content>], links: &[Option<ObjectId>]) -> ObjectId {
        let elements = &self.laid.elements;
        let root = self.pdf.new_object_id();
        let ids: Vec<ObjectId> = elements.iter().map(|_| self.pdf.new_object_id()).collect();
        // When each element is first met, to put text and elements of one parent in order.
        let mut first: Vec<Option<Content>> = contents.iter().map(|c| c.first().copied()).collect();
        for i in (1..elements.len()).rev() {
            let parent = elements[i].parent;
            first[parent] = match (first[parent], first[i]) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        let mut annotations: Vec<Vec<(usize, ObjectId)>> = vec![Vec::new(); elements.len()];
        for (link, id) in self.laid.links.iter().zip(links) {
            if let Some(id) = id {
                annotations[link.element].push((link.page, *id));
            }
        }
        for (i, e) in elements.iter().enumerate() {
            let mut kids: Vec<(Content, Object)> = Vec::new();
            for (page, mcid) in &contents[i] {
                let kid = dictionary! {
                    "Type" => "MCR",
                    "Pg" => self.pages[*page],
                    "MCID" => *mcid as i64,
                };
                kids.push(((*page, *mcid), kid.into()));
            }
            for (page, id) in &annotations[i] {
                let kid = dictionary! { "Type" => "OBJR", "Pg" => self.pages[*page], "Obj" => *id };
                kids.push(((*page, usize::MAX), kid.into()));
            }
            // An element without text stays behind its elder sibling.
            let mut before = (0, 0);
            for c in &e.children {
                before = first[*c].unwrap_or(before);
                kids.push((before, ids[*c].into()));
            }
            kids.sort_by_key(|(at, _)| *at);
            let parent = if i == 0 { root } else { ids[e.parent] };
            let mut d = dictionary! { "Type" => "StructElem", "S" => e.role, "P" => parent };
            if !kids.is_empty() {
                d.set("K", kids.into_iter().map(|(_, k)| k).collect::<Vec<_>>());
            }
            if let Some(alt) = &e.alt {
                d.set(if e.role == "Lbl" { "ActualText" } else { "Alt" }, text(alt));
            }
            if e.role == "Note" {
                d.set("ID", Object::string_literal(format!("note-{i}")));
            }
            if e.role == "TH" {
                d.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
            }
            self.pdf.set_object(ids[i], d);
        }
        let tree = self.parent_tree(contents, links, &ids);
        let next = (self.pages.len() + links.len()) as i64;
        self.pdf.set_object(
            root,
            dictionary! {
                "Type" => "StructTreeRoot",
                "K" => vec![ids[0].into()],
                "ParentTree" => tree,
                "ParentTreeNextKey" => next,
            },
        );
        root
    }

    /// From marked content and annotations back to their elements.
    fn parent_tree(
        &mut self,
        contents: &[Vec<Content>],
        links: &[Option<ObjectId>],
        ids: &[ObjectId],
    ) -> ObjectId {
        let mut pages: Vec<Vec<Object>> = vec![Vec::new(); self.pages.len()];
        for (element, pieces) in contents.iter().enumerate() {
            for (page, mcid) in pieces {
                let list = &mut pages[*page];
                if list.len() <= *mcid {
                    list.resize(*mcid + 1, Object::Null);
                }
                list[*mcid] = ids[element].into();
            }
        }
        let mut numbers: Vec<Object> = Vec::new();
        for (i, list) in pages.into_iter().enumerate() {
            let list = self.pdf.add_object(list);
            numbers.push((i as i64).into());
            numbers.push(list.into());
        }
        for (i, link) in self.laid.links.iter().enumerate() {
            if links[i].is_some() {
                numbers.push(((self.pages.len() + i) as i64).into());
                numbers.push(ids[link.element].into());
            }
        }
        self.pdf.add_object(dictionary! { "Nums" => numbers })
    }

    /// Bookmarks, nested as the headings are.
    fn outline(&mut self) -> Option<ObjectId> {
        let all = &self.laid.outline;
        if all.is_empty() {
            return None;
        }
        let root = self.pdf.new_object_id();
        let ids: Vec<ObjectId> = all.iter().map(|_| self.pdf.new_object_id()).collect();
        let mut parents: Vec<Option<usize>> = Vec::new();
        for (i, o) in all.iter().enumerate() {
            let mut p = i.checked_sub(1);
            while let Some(q) = p.filter(|q| all[*q].level >= o.level) {
                p = parents[q];
            }
            parents.push(p);
        }
        let children = |of: Option<usize>| -> Vec<usize> {
            (0..all.len()).filter(|i| parents[*i] == of).collect()
        };
        let mut by_parent: std::collections::BTreeMap<Option<usize>, Vec<usize>> =
            std::collections::BTreeMap::new();
        for (i, p) in parents.iter().enumerate() {
            by_parent.entry(*p).or_default().push(i);
        }
        let top = children(None);
        for (i, o) in all.iter().enumerate() {
            let parent = parents[i].map_or(root, |p| ids[p]);
            let mut d = dictionary! {
                "Title" => text(&o.text),
                "Parent" => parent,
                "Dest" => self.place(o.page, o.y),
            };
            let siblings = &by_parent[&parents[i]];
            let at = siblings.binary_search(&i).unwrap_or(0);
            if at > 0 {
                d.set("Prev", ids[siblings[at - 1]]);
            }
            if let Some(next) = siblings.get(at + 1) {
                d.set("Next", ids[*next]);
            }
            if let Some(kids) = by_parent.get(&Some(i))
                && let (Some(a), Some(b)) = (kids.first(), kids.last())
            {
                d.set("First", ids[*a]);
                d.set("Last", ids[*b]);
                // The title shows its sections, sections begin closed.
                let n = kids.len() as i64;
                d.set("Count", if parents[i].is_none() { n } else { -n });
            }
            self.pdf.set_object(ids[i], d);
        }
        let (first, last) = (*top.first()?, *top.last()?);
        let shown = top.len()
            + top.iter().map(|t| by_parent.get(&Some(*t)).map_or(0, Vec::len)).sum::<usize>();
        self.pdf.set_object(
            root,
            dictionary! {
                "Type" => "Outlines",
                "First" => ids[first],
                "Last" => ids[last],
                "Count" => shown as i64,
            },
        );
        Some(root)
    }

    fn catalogue(&mut self, tree: ObjectId, outline: Option<ObjectId>) -> Result<()> {
        let m = &self.doc.meta;
        let metadata = self.pdf.add_object(
            Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, self.xmp())
                .with_compression(false),
        );
        let catalogue = self.pdf.catalog_mut().map_err(failed)?;
        catalogue.set("Lang", Object::string_literal(m.language.tag()));
        catalogue.set("MarkInfo", dictionary! { "Marked" => true });
        catalogue.set("StructTreeRoot", tree);
        catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalogue.set("Metadata", metadata);
        if let Some(outline) = outline {
            catalogue.set("Outlines", outline);
            catalogue.set("PageMode", name("UseOutlines"));
        }
        let mut info = dictionary! {
            "Title" => text(&m.title),
            "Author" => text(&self.doc.brand.name),
            "Creator" => "Netra",
            "Producer" => "Netra",
        };
        // Names become strings; both are plain ASCII.
        for key in ["Creator", "Producer"] {
            info.set(key, Object::string_literal("Netra"));
        }
        if !m.subtitle.is_empty() {
            info.set("Subject", text(&m.subtitle));
        }
        if !m.reference.is_empty() {
            info.set("Keywords", text(&m.reference));
        }
        if let Ok(old) = self.pdf.trailer.get(b"Info").and_then(Object::as_reference) {
            self.pdf.set_object(old, info);
        }
        Ok(())
    }

    fn xmp(&self) -> Vec<u8> {
        let m = &self.doc.meta;
        let x = crate::docx::xml;
        format!(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
             xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
             xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
             <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\
             <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\
             <pdf:Producer>Netra</pdf:Producer><pdfuaid:part>1</pdfuaid:part>\
             </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
            x(&m.title),
            x(&self.doc.brand.name),
            m.language.tag()
        )
        .into_bytes()
    }

    /// Marks the fonts as the subsets they are.
    fn fonts(&mut self) {
        let tagged = |d: &mut Dictionary, key: &[u8]| {
            let Ok(Object::Name(n)) = d.get(key) else { return };
            let mut tag: Vec<u8> = Sha256::digest(n)[..6].iter().map(|b| b'A' + b % 26).collect();
            tag.push(b'+');
            tag.extend_from_slice(n);
            d.set(key, Object::Name(tag));
        };
        for object in self.pdf.objects.values_mut() {
            let Ok(d) = object.as_dict_mut() else { continue };
            if d.has_type(b"FontDescriptor") {
                tagged(d, b"FontName");
            } else if d.has_type(b"Font") {
                tagged(d, b"BaseFont");
                if let Ok(Object::Array(all)) = d.get_mut(b"DescendantFonts") {
                    all.iter_mut()
                        .filter_map(|f| f.as_dict_mut().ok())
                        .for_each(|f| tagged(f, b"BaseFont"));
                }
            }
        }
    }

    /// Two identifiers that follow from what is in the file.
    fn identify(&mut self) {
        let mut sum = Sha256::new();
        for object in self.pdf.objects.values() {
            if let Ok(s) = object.as_stream() {
                sum.update(&s.content);
            }
        }
        sum.update(&self.doc.meta.title);
        let id = Object::String(sum.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
        self.pdf.trailer.set("ID", vec![id.clone(), id]);
    }
}

/// An address in ASCII, as the format asks for.
fn uri(to: &str) -> String {
    let mut out = String::new();
    for b in to.bytes() {
        if b.is_ascii_graphic() {
            out.push(char::from(b))
        } else {
            out.push_str(&format!("%{b:02X}"))
        }
    }
    out
}
