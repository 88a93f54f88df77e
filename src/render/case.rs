//! Practice cases.

use super::Renderer;
use super::context::{CaseContext, CaseFacetContext, MetricContext};
use crate::content::Kind;
use crate::content::kind::{Case, Metric};
use crate::language::Lang;
use crate::library::DocId;

/// How many notices a case shows at most.
const POLICIES: usize = 5;

impl Renderer<'_> {
    pub(super) fn case(&self, doc: DocId, own: &Case, lang: Lang) -> CaseContext {
        CaseContext {
            enterprise: own.enterprise.clone().filter(|_| !own.anonymous),
            anonymous: own.anonymous,
            facets: self.case_facets(own, lang),
            metrics: own
                .metrics
                .iter()
                .map(|metric| metric_context(metric, lang))
                .collect(),
            recommended_by: own
                .recommended_by
                .as_ref()
                .map(|text| text.get(lang).to_owned()),
            desensitized: own.desensitized,
            policies: self.cards(self.policies_of(doc), lang),
        }
    }

    fn case_facets(&self, own: &Case, lang: Lang) -> Vec<CaseFacetContext> {
        fn one(id: &str) -> Vec<&str> {
            vec![id]
        }
        fn some(id: Option<&String>) -> Vec<&str> {
            id.map(String::as_str).into_iter().collect()
        }
        fn all(ids: &[String]) -> Vec<&str> {
            ids.iter().map(String::as_str).collect()
        }
        let fields: [(&'static str, &str, Vec<&str>); 10] = [
            ("locality", "localities", one(&own.locality)),
            ("industry", "industries", one(&own.industry)),
            ("size", "sizes", one(&own.size)),
            ("stage", "stages", one(&own.stage)),
            ("ladder", "ladders", some(own.ladder.as_ref())),
            ("titles", "titles", all(&own.titles)),
            ("batch", "batches", some(own.batch.as_ref())),
            ("grade", "grades", some(own.grade.as_ref())),
            ("phases", "clauses", all(&own.phases)),
            ("tools", "clauses", all(&own.tools)),
        ];
        fields
            .into_iter()
            .filter(|(_, _, ids)| !ids.is_empty())
            .map(|(field, registry, ids)| CaseFacetContext {
                field,
                values: self.facet_links(registry, ids, lang),
            })
            .collect()
    }

    /// Notices a case belongs with: those either names, then those that speak of its clauses,
    /// newest first.
    fn policies_of(&self, doc: DocId) -> Vec<DocId> {
        let library = &self.library;
        let is_policy = |doc: &DocId| library.doc(*doc).kind == Kind::Policy;
        let mut policies: Vec<DocId> = library
            .named(doc)
            .iter()
            .chain(library.backlinks(doc))
            .copied()
            .filter(is_policy)
            .collect();
        if let Some(clauses) = self.registries.get("clauses") {
            for clause in library.original(doc).clauses() {
                let Some(at) = clauses.position(clause) else {
                    continue;
                };
                policies.extend(library.of_clause(at, Kind::Policy).iter().take(POLICIES));
            }
        }
        let mut seen = std::collections::HashSet::new();
        policies.retain(|policy| seen.insert(*policy));
        policies.truncate(POLICIES);
        policies
    }
}

fn metric_context(metric: &Metric, lang: Lang) -> MetricContext {
    let longest = metric.before.unwrap_or(0.0).abs().max(metric.after.abs());
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    let bar = |value: f64| {
        if longest > 0.0 {
            (value.abs() / longest * 100.0).round() as u8
        } else {
            0
        }
    };
    MetricContext {
        name: metric.name.get(lang).to_owned(),
        unit: metric.unit.get(lang).to_owned(),
        before: metric.before.map(number),
        after: number(metric.after),
        change: metric.before.map(|before| {
            let change = number(metric.after - before);
            match change.strip_prefix('-') {
                Some(less) => format!("−{less}"),
                None => format!("+{change}"),
            }
        }),
        year: metric.year,
        bars: (metric.before.map_or(0, bar), bar(metric.after)),
    }
}

/// A number with at most four decimals and no trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_needless_zeros() {
        assert_eq!(number(12.0), "12");
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(-0.000_01), "0");
    }
}
