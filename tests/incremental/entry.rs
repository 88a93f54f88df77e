//! Markdown files taken apart and put together, as far as changes need it.

/// A Markdown file.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Fields with the lines below that belong to them, `name: value`.
    fields: Vec<String>,
    /// The blocks of the text.
    pub(crate) blocks: Vec<String>,
}

impl Entry {
    /// Takes a file apart; `None` when it has no front matter.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (front, body) = text.strip_prefix("---\n")?.split_once("---\n")?;
        let mut fields: Vec<String> = Vec::new();
        for line in front.lines() {
            match fields.last_mut() {
                Some(field) if line.starts_with([' ', '-']) => {
                    field.push('\n');
                    field.push_str(line);
                }
                _ => fields.push(line.to_owned()),
            }
        }
        let blocks = body.trim().split("\n\n").map(str::to_owned).collect();
        Some(Self { fields, blocks })
    }

    /// The file.
    pub(crate) fn write(&self) -> String {
        let fields: String = self
            .fields
            .iter()
            .map(|field| format!("{field}\n"))
            .collect();
        format!("---\n{fields}---\n\n{}\n", self.blocks.join("\n\n"))
    }

    fn at(&self, name: &str) -> Option<usize> {
        let start = format!("{name}:");
        self.fields
            .iter()
            .position(|field| field.starts_with(&start))
    }

    /// What is written after a field's name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.at(name)
            .map(|at| self.fields[at][name.len() + 1..].trim())
    }

    /// Gives a field a value.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let line = format!("{name}: {value}");
        match self.at(name) {
            Some(at) => self.fields[at] = line,
            None => self.fields.push(line),
        }
    }

    /// Takes a field away.
    pub(crate) fn unset(&mut self, name: &str) {
        if let Some(at) = self.at(name) {
            self.fields.remove(at);
        }
    }
}
