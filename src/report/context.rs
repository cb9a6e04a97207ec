//! The words around a quote as readers see them: on one line, the quote told apart.

use crate::model::policy::{ContextRole, QuoteContext};

/// Place of a quote: block, first character, one past the last.
pub(super) type Place = (u32, u32, u32);

/// Words of a context with their roles.
pub(super) type Runs = Vec<(ContextRole, String)>;

/// The runs of a context with their blanks squeezed: cells may hold several lines.
pub(super) fn runs(context: &QuoteContext, quote: Place) -> Runs {
    context.runs(quote).into_iter().map(|(role, text)| (role, squeezed(&text))).collect()
}

/// The context on one line, the quote between two marks.
pub(super) fn marked(context: &QuoteContext, quote: Place, [open, close]: [&str; 2]) -> String {
    let run = |(role, text): (ContextRole, String)| match role {
        ContextRole::Quote => format!("{open}{text}{close}"),
        _ => text,
    };
    runs(context, quote).into_iter().map(run).collect()
}

/// The passage without its heading, the quote between brackets, cut to some characters around the quote.
pub(super) fn window(context: &QuoteContext, quote: Place, most: usize) -> String {
    let passage = QuoteContext { heading: None, ..context.clone() };
    let (mut before, mut said, mut after) = (String::new(), String::new(), String::new());
    for (role, text) in runs(&passage, quote) {
        match role {
            ContextRole::Quote => said.push_str(&text),
            _ if said.is_empty() => before.push_str(&text),
            _ => after.push_str(&text),
        }
    }
    let length = |text: &str| text.chars().count();
    let (left, own, right) = (length(&before), length(&said), length(&after));
    if left + own + right + 2 <= most {
        return format!("{before}「{said}」{after}");
    }
    // Two places for brackets, two for the signs of a cut.
    let Some(room) = most.checked_sub(own + 4) else {
        return match own + 2 <= most {
            true => format!("「{said}」"),
            false => format!("「{}…」", said.chars().take(most.saturating_sub(3)).collect::<String>()),
        };
    };
    let kept_left = left.min((room / 2).max(room.saturating_sub(right)));
    let kept_right = right.min(room - kept_left);
    let front: String = before.chars().skip(left - kept_left).collect();
    let back: String = after.chars().take(kept_right).collect();
    let [cut_front, cut_back] = [kept_left < left, kept_right < right].map(|cut| if cut { "…" } else { "" });
    format!("{cut_front}{front}「{said}」{back}{cut_back}")
}

/// Runs of blanks to one blank, those at the ends kept.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_whitespace() || letter.is_control() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> QuoteContext {
        QuoteContext::parse("4. 보관기간 › 영상은 촬영일로부터 30일\n 동안 보관합니다.", "h1:0-7 p2:5-30")
            .expect("a context")
    }

    #[test]
    fn the_quote_is_marked_on_one_line() {
        assert_eq!(
            marked(&context(), (2, 16, 19), ["「", "」"]),
            "4. 보관기간 › 영상은 촬영일로부터 「30일」 동안 보관합니다."
        );
    }

    #[test]
    fn a_window_lies_around_the_quote() {
        let at = |most| window(&context(), (2, 16, 19), most);
        assert_eq!(at(60), "영상은 촬영일로부터 「30일」 동안 보관합니다.");
        assert_eq!(at(15), "…로부터 「30일」 동안 …");
        assert_eq!(at(4), "「3…」");
        for most in 6..40 {
            assert!(at(most).chars().count() <= most, "{most}: {}", at(most));
        }
    }
}
