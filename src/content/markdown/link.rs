//! Which addresses may be linked to.

use super::entity;

/// Whether an address is refused: it has a scheme that is not among the few a text needs.
/// Images may also be given in place, as `data:` of a raster format.
pub(super) fn is_unsafe(target: &str, image: bool) -> bool {
    // Browsers ignore tabs, line breaks and leading controls in addresses; this ignores more,
    // and also looks behind entities, should some consumer decode once more than it should.
    let decoded = entity::decode(target);
    let bare: String = decoded
        .chars()
        .filter(|c| !c.is_whitespace() && !super::text::is_forbidden(*c))
        .collect();
    let Some(scheme) = scheme(&bare) else {
        return false;
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => false,
        "mailto" | "tel" => image,
        "data" if image => !is_raster(&bare[scheme.len() + 1..]),
        _ => true,
    }
}

/// The scheme of an address, if it has one (RFC 3986, 3.1).
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

fn is_raster(data: &str) -> bool {
    let kind = data.split([';', ',']).next().unwrap_or_default();
    ["image/png", "image/jpeg", "image/gif", "image/webp"]
        .iter()
        .any(|known| kind.eq_ignore_ascii_case(known))
}
