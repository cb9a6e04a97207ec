//! How a total row is known: by its label, by the unit of its column.

use crate::extract::fold;
use crate::extract::table::RecordTable;
use crate::normalise::count::Unit;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static TOTAL_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:총|합|누|전체)?계(?:대)?$|^(?:총|전체)?합계.*$|^총(?:설치)?(?:대수|수량|괄)$|^(?:grand|sub)?total$|^총$",
    )
    .expect("pattern")
});

pub(super) static SUBTOTAL_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^.{0,8}소계$|^subtotal$|^중계$").expect("pattern"));

/// What a bare number means in a column, by the column's title.
pub(super) fn unit_of(view: &RecordTable, column: usize) -> Unit {
    let title = fold::bare(&view.heads[column].title);
    let (sites, cameras) = (title.find("개소"), title.find('대').or_else(|| title.find("수량")));
    match (sites, cameras) {
        (Some(sites), Some(_))
            if title.ends_with("개소대") || title.contains("개소대수") || title.contains("개소수대") =>
        {
            let _ = sites;
            Unit::SitesThenCameras
        }
        (Some(_), Some(_)) if title.ends_with("대개소") => Unit::CamerasThenSites,
        _ => Unit::Cameras,
    }
}
