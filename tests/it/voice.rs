//! Words that never come back, in code, help, messages, report and documentation.

use std::path::{Path, PathBuf};

/// Phrases of a private language, each with the plain one that took its place.
const NEVER: &[(&str, &str)] = &[
    ("of former days", "legacy, old"),
    ("in the air", "in progress"),
    ("gone by", "used"),
    ("goes on from here", "run the same command to resume"),
    ("told whom to write to", "--contact is required"),
    ("is no SQL", "invalid SQL"),
    ("Hold policies against", "Check policies against"),
    ("\"뜻\"", "\"설명\""),
    ("| 뜻 |", "| 설명 |"),
    ("\"무게\"", "\"구분\""),
    ("튀는 값", "이상값"),
    ("으뜸", "대표"),
    ("위탁의 쏠림", "위탁 집중도"),
    ("기기를 부르는 말", "기기 명칭"),
    ("근거가 되는 글", "근거 문구"),
    ("근거가 된 글", "근거 문구"),
    ("네모를 누르면", "칸을 누르면"),
    ("받은 때", "수집 일시"),
    ("(으)로", "a wording that needs no choice of particles"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|suffix| ["rs", "sql", "md", "js", "css"].iter().any(|one| suffix == *one))
        {
            found.push(path);
        }
    }
}

#[test]
fn words_of_a_private_language_stay_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("src"), &mut all);
    all.extend(
        ["README.md", "README.ko.md", "data/README.md", "tests/cases/README.md", "benches/README.md"]
            .map(|name| root.join(name)),
    );
    let mut wrong = Vec::new();
    for path in all.iter().filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(path).expect("UTF-8");
        for (number, line) in text.lines().enumerate() {
            for (never, instead) in NEVER.iter().filter(|(never, _)| line.contains(never)) {
                let path = path.strip_prefix(root).unwrap_or(path);
                wrong.push(format!("{}:{}: `{never}`; write {instead}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
