//! Edits of a corpus, each of another file as long as there are any.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Edits files of a site.
pub(crate) struct Edits {
    root: PathBuf,
    /// Names of the cases' files, without ending.
    cases: Vec<String>,
    count: usize,
}

impl Edits {
    /// Finds what can be edited.
    ///
    /// # Errors
    /// When there is nothing.
    pub(crate) fn new(root: &Path) -> Result<Self, Box<dyn Error>> {
        let mut cases = Vec::new();
        for found in fs::read_dir(root.join("content/cases"))? {
            let name = found?.file_name().to_string_lossy().into_owned();
            if let Some(stem) = name.strip_suffix(".md")
                && !stem.ends_with(".en")
                && stem != "_index"
            {
                cases.push(stem.to_owned());
            }
        }
        cases.sort();
        if cases.is_empty() {
            return Err("the site has no cases".into());
        }
        Ok(Self {
            root: root.to_owned(),
            cases,
            count: 0,
        })
    }

    fn file(&self, case: &str) -> PathBuf {
        self.root.join(format!("content/cases/{case}.md"))
    }

    /// Adds a sentence to a case, and gives its page and the sentence.
    pub(crate) fn text(&mut self) -> Result<(String, String), Box<dyn Error>> {
        self.count += 1;
        // Far apart, so that no edit finds warm what the one before it needed.
        let case = &self.cases[self.count * 97 % self.cases.len()];
        let text = format!("编辑的第{}句", self.count);
        let mut file = fs::read_to_string(self.file(case))?;
        file.push_str(&format!("\n{text}。\n"));
        fs::write(self.file(case), file)?;
        Ok((format!("cases/{case}.html"), text))
    }

    /// The cases that a list shows.
    ///
    /// # Errors
    /// When it shows none.
    pub(crate) fn listed(&self, list: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let shown = |case: &&String| list.contains(&format!("{case}.html\""));
        let listed: Vec<String> = self.cases.iter().filter(shown).cloned().collect();
        if listed.is_empty() {
            return Err("the list of cases shows none".into());
        }
        Ok(listed)
    }

    /// Gives a case another title, and gives the list that shows it and the title.
    pub(crate) fn title(&mut self, case: &str) -> Result<(String, String), Box<dyn Error>> {
        self.count += 1;
        let title = format!("题目第{}号", self.count);
        let file = fs::read_to_string(self.file(case))?;
        let mut lines: Vec<&str> = file.lines().collect();
        let line = format!("title: \"{title}\"");
        let own = lines.iter_mut().find(|line| line.starts_with("title:"));
        *own.ok_or("a case has a title")? = &line;
        fs::write(self.file(case), lines.join("\n") + "\n")?;
        Ok(("cases/index.html".to_owned(), title))
    }
}
