//! Where a name begins and ends in a text: Korean writes particles, seats and provinces together with it.

use super::sido::{Sido, is_hangul};

/// Words that may stand right behind a name without changing whose name it is.
const PARTICLES: [&str; 20] = [
    "",
    "은",
    "는",
    "이",
    "가",
    "의",
    "에",
    "와",
    "과",
    "을",
    "를",
    "로",
    "으로",
    "에서",
    "에서는",
    "에서의",
    "에는",
    "및",
    "입니다",
    "에서도",
];

/// Seats of government: `군산시청` is 군산시.
const SEATS: [&str; 4] = ["", "청", "청사", "본청"];

/// First words of a title that may be written together with the name before it.
const TITLES: [&str; 6] = ["영상정보", "고정형", "이동형", "개인영상", "홈페이지", "누리집"];

/// Endings of bodies that stand beside a province's government and not under its name.
const BODIES: [&str; 8] = ["의회", "공단", "공사", "교육청", "교육지원청", "경찰서", "소방서", "학교"];

/// A place in a text where a name stands, with the province before it.
pub(super) struct Spot {
    pub start: usize,
    pub end: usize,
    /// The province before the name, and where it begins.
    pub province: Option<(Sido, usize)>,
    /// The name follows the province without a blank.
    pub glued: bool,
}

/// The characters from `start` to before `end`.
pub(super) fn text(letters: &[char], start: usize, end: usize) -> String {
    letters[start..end].iter().collect()
}

/// Where a name ends that begins at a position; a blank of the name stands for any number of blanks, also none.
pub(super) fn matches_at(letters: &[char], position: usize, name: &[char]) -> Option<usize> {
    let mut at = position;
    for wanted in name {
        if *wanted == ' ' {
            while letters.get(at).is_some_and(|letter| is_blank(*letter)) {
                at += 1;
            }
        } else if letters.get(at) == Some(wanted) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at)
}

/// Whether a name ends a word here, a seat of government or a particle aside.
///
/// 군산시 is in 군산시청과 and in 군산시는, not in 군산시설관리공단 nor in 군산시의회.
pub(super) fn ends_word(letters: &[char], end: usize) -> bool {
    let word: String = letters[end..].iter().take_while(|letter| is_hangul(**letter)).collect();
    TITLES.iter().any(|title| word.starts_with(title))
        || SEATS.iter().any(|seat| word.strip_prefix(seat).is_some_and(|rest| PARTICLES.contains(&rest)))
}

/// Whether a body of its own follows a province's name: then the province is not the one that speaks.
pub(super) fn part_follows(letters: &[char], end: usize) -> bool {
    let rest = letters[end..].iter().skip_while(|letter| is_blank(**letter));
    let word: String = rest.take_while(|letter| is_hangul(**letter)).collect();
    PARTICLES.iter().filter_map(|particle| word.strip_suffix(particle)).any(|body| {
        let seat = body.strip_suffix('청').unwrap_or(body);
        let region = seat.ends_with(['시', '군', '구']) && (2..=5).contains(&seat.chars().count());
        region || BODIES.iter().any(|ending| body.ends_with(ending))
    })
}

/// The province before a name; nothing when the name is the tail of another word.
pub(super) fn spot(letters: &[char], start: usize, end: usize) -> Option<Spot> {
    let line = letters[..start].iter().rposition(|letter| *letter == '\n').map_or(0, |newline| newline + 1);
    let before = text(letters, line, start);
    let glued = before.ends_with(is_hangul);
    let province = Sido::trailing(&before).map(|(sido, rest)| (sido, line + rest.chars().count()));
    (province.is_some() || !glued).then_some(Spot { start, end, province, glued })
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}
