//! The words around a quote as readers see them: on one line, the quote told apart.

use crate::policy::{ContextRole, QuoteContext};

/// Place of a quote: block, first character, one past the last.
pub(super) type Place = (u32, u32, u32);

/// The runs of a context with their blanks squeezed: cells may hold several lines.
pub(super) fn runs(context: &QuoteContext, quote: Place) -> Vec<(ContextRole, String)> {
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
    if length(&said) + 2 >= most {
        return format!("「{}…」", said.chars().take(most.saturating_sub(3)).collect::<String>());
    }
    let room = most - length(&said) - 2;
    let left = length(&before).min((room / 2).max(room.saturating_sub(length(&after))));
    let right = length(&after).min(room - left);
    let skipped = length(&before) - left;
    let front: String = before.chars().skip(if skipped > 0 { skipped + 1 } else { 0 }).collect();
    let back: String =
        after.chars().take(if right < length(&after) { right.saturating_sub(1) } else { right }).collect();
    let [cut_front, cut_back] = [skipped > 0, right < length(&after)].map(|cut| if cut { "…" } else { "" });
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
