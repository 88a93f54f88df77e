//! Feeds and sitemaps as a strict reader takes them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element: its name, its attributes, and its own text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
}

/// Every element in the order they end, or why the file is not well-formed (XML 1.0).
pub(crate) fn read(xml: &str) -> Result<Vec<Element>, String> {
    if let Some(c) = xml
        .chars()
        .find(|c| !matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..))
    {
        return Err(format!("XML has no character {c:?}"));
    }
    let mut reader = Reader::from_str(xml);
    let (mut done, mut open) = (Vec::new(), Vec::<Element>::new());
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => done.push(element(&start)?),
            Event::End(_) => done.push(open.pop().ok_or("an end without a start")?),
            Event::Text(text) => push(&mut open, &text)?,
            Event::GeneralRef(reference) => push(&mut open, &resolve(&reference)?)?,
            Event::Decl(_) => {}
            Event::Eof if open.is_empty() && !done.is_empty() => return Ok(done),
            other => return Err(format!("{other:?} does not belong here")),
        }
    }
}

/// The texts of every element of a name.
pub(crate) fn texts(xml: &str, name: &str) -> Vec<String> {
    let elements = read(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    elements
        .into_iter()
        .filter(|element| element.name == name)
        .map(|element| element.text)
        .collect()
}

fn push(open: &mut [Element], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(format!("text outside of the document: {text}")),
    }
    Ok(())
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = reference
        .resolve_char_ref()
        .map_err(|error| error.to_string())?
    {
        return Ok(c.to_string());
    }
    let name: &str = reference;
    let c = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return Err(format!("XML has no entity {other}")),
    };
    Ok(c.to_owned())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value =
            quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element {
        name: start.name().as_ref().to_owned(),
        attributes,
        text: String::new(),
    })
}
