//! casebook compiles a standard's interpretations, courses, policy notices and practice cases
//! from Markdown into a linked, bilingual static site.
//!
//! # Steps
//! 1. [`config`] and [`registry`]: the site's settings and its closed vocabularies.
//! 2. [`content`]: every source file becomes one typed entry.
//! 3. [`library`]: entries are linked: references, backlinks, taxonomies, order.
//! 4. [`render`]: every page's context is built and rendered by the [`theme`].
//! 5. [`output`]: pages are staged, then put in place of the old site at once.
//!
//! [`build::build`] follows these steps line by line; it gives the report and every
//! [`diagnostic`]. [`serve`] does it again whenever a source is saved. All access to disk, clock and git goes through [`world::World`].

pub mod build;
pub mod cli;
pub mod config;
pub mod content;
pub mod data;
pub mod diagnostic;
pub mod digest;
pub mod language;
pub mod library;
pub mod output;
pub mod reference;
pub mod registry;
pub mod render;
pub mod search;
pub mod serve;
pub mod skeleton;
pub mod starter;
pub mod theme;
pub mod world;
