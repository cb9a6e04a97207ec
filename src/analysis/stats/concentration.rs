//! How the institutions that name a firm are spread over the firms.

use super::cameras::{sidos, values_by};
use super::collect::Collected;
use super::{Contractor, Share};
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, len};

/// How concentrated the work of contractors is. What is counted are pairs of a firm and an institution that names it;
/// what a contract is worth, no policy says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Concentration {
    /// The whole nation.
    pub all: Market,
    /// By province, in official order; those where any firm is named.
    pub by_sido: Vec<(String, Market)>,
    /// How many firms (second) work for how many institutions (first), ascending.
    pub reach: Vec<(u64, u64)>,
}

/// The firms of a region.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Market {
    /// Firms.
    pub firms: u64,
    /// Pairs of a firm and an institution: the denominator.
    pub pairs: u64,
    /// Pairs of the four firms with most of them.
    pub top_four: Share,
    /// Sum of the squares of the firms' shares in per cent, 0 to 10,000 (Herfindahl–Hirschman index); nothing of fewer
    /// than ten pairs, which look concentrated whoever is named.
    pub hhi: Option<f64>,
}

/// Pairs from which concentration is told.
const ENOUGH: u64 = 10;

impl Market {
    /// Firms of equal size that would be as concentrated.
    pub fn equal_firms(self) -> Option<f64> {
        self.hhi.map(|hhi| 10_000.0 / hhi)
    }

    /// A market of firms with the institutions of each, and how many such firms there are.
    fn of(sizes: &[(u64, u64)]) -> Self {
        let firms = sizes.iter().map(|(_, firms)| firms).sum();
        let pairs = sizes.iter().map(|(size, firms)| size * firms).sum();
        let mut left = 4;
        let four = sizes.iter().rev().map(|(size, firms)| {
            let taken = left.min(*firms);
            left -= taken;
            taken * size
        });
        // Squares of whole numbers are added up before anything is divided, so that the order does not matter.
        let squares: u64 = sizes.iter().map(|(size, firms)| size * size * firms).sum();
        let hhi = (pairs >= ENOUGH).then(|| squares as f64 * 10_000.0 / (pairs as f64 * pairs as f64));
        Self { firms, pairs, top_four: Share { part: four.sum(), of: pairs }, hhi }
    }
}

/// Concentration over the pairs of firms and institutions.
pub(super) fn concentration(contractors: &[Contractor], pairs: &LazyFrame) -> PolarsResult<Concentration> {
    let mut reach: Vec<(u64, u64)> = Vec::new();
    for firm in contractors.iter().rev() {
        match reach.last_mut() {
            Some((size, firms)) if *size == firm.institutions.part => *firms += 1,
            _ => reach.push((firm.institutions.part, 1)),
        }
    }
    let sizes = pairs.clone().group_by([col("sido"), col("company_key")]).agg([len().alias("institutions")]);
    let sizes = values_by(sizes, "sido", "institutions")?;
    let by_sido = sidos().filter_map(|(key, korean)| Some((korean.to_owned(), Market::of(sizes.get(key)?)))).collect();
    Ok(Concentration { all: Market::of(&reach), by_sido, reach })
}

/// Institutions of each firm by the firm's key: keys or names of the institutions, in the order of letters.
pub(super) fn clients(pairs: &LazyFrame) -> PolarsResult<Vec<(String, String)>> {
    let sorted = pairs
        .clone()
        .select([col("company_key"), col("holder")])
        .sort(["company_key", "holder"], SortMultipleOptions::default());
    let rows = Collected::of(sorted)?;
    let firms = rows.texts("company_key")?.into_iter();
    Ok(firms.zip(rows.texts("holder")?).filter_map(|(firm, holder)| Some((firm?, holder?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_firm_is_a_monopoly_and_equal_ones_are_counted() {
        let one = Market::of(&[(12, 1)]);
        assert_eq!((one.firms, one.pairs, one.hhi), (1, 12, Some(10_000.0)));
        let five = Market::of(&[(2, 5)]);
        assert_eq!(five.top_four, Share { part: 8, of: 10 });
        assert_eq!((five.hhi, five.equal_firms()), (Some(2_000.0), Some(5.0)));
        // Shares of 50, 25 and 25 per cent.
        assert_eq!(Market::of(&[(3, 2), (6, 1)]).hhi, Some(3_750.0));
        assert_eq!(Market::of(&[]), Market::default());
        assert_eq!(Market::of(&[(9, 1)]).hhi, None);
    }
}
