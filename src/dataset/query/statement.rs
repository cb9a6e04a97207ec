//! A statement read by the parser that polars uses: that it is one question, and which tables it names.

use super::QueryError;
use sqlparser::ast::{self, ObjectName, ObjectType, Query, SetExpr, Statement as Ast, TableFactor, Visit, Visitor};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserOptions};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// A question and the tables it names, in their order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) tables: Vec<String>,
    /// The same, and the names that it gives itself, which may hide those of tables.
    pub(super) names: BTreeSet<String>,
}

impl Statement {
    /// Reads one question.
    pub(super) fn parse(sql: &str) -> Result<Self, QueryError> {
        let options = ParserOptions { trailing_commas: true, ..Default::default() };
        let parsed = Parser::new(&GenericDialect)
            .with_options(options)
            .try_with_sql(sql)
            .and_then(|mut parser| parser.parse_statements())
            .map_err(|error| QueryError::Syntax(words(&error.to_string())))?;
        let [statement] = parsed.as_slice() else {
            let problem = if parsed.is_empty() { "nothing was asked" } else { "these are several statements" };
            return Err(QueryError::NotAQuestion(problem.into()));
        };
        let asked = match statement {
            Ast::Query(_) | Ast::ShowTables { .. } => statement,
            Ast::Explain { statement, .. } if matches!(**statement, Ast::Query(_)) => statement,
            other => return Err(QueryError::NotAQuestion(format!("{} changes something", verb(other)))),
        };
        let mut seen = Names::default();
        if let ControlFlow::Break(problem) = asked.visit(&mut seen) {
            return Err(problem);
        }
        let Names { tables, own } = seen;
        let names = tables.iter().cloned().chain(own.iter().cloned()).collect();
        Ok(Self { tables: tables.into_iter().filter(|name| !own.contains(name)).collect(), names })
    }
}

/// What a question names.
#[derive(Default)]
struct Names {
    tables: Vec<String>,
    /// Names that the question itself gives: `WITH name AS (…)`.
    own: BTreeSet<String>,
}

impl Visitor for Names {
    type Break = QueryError;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<QueryError> {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        self.own.extend(tables.map(|table| table.alias.name.value.clone()));
        match &*query.body {
            SetExpr::Select(select) if select.into.is_some() => {
                ControlFlow::Break(QueryError::NotAQuestion("SELECT INTO makes a table".into()))
            }
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                ControlFlow::Break(QueryError::NotAQuestion("this changes something".into()))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<QueryError> {
        let name = relation.0.last().and_then(ast::ObjectNamePart::as_ident).map(|part| part.value.clone());
        let name = name.unwrap_or_else(|| relation.to_string());
        if !self.tables.contains(&name) {
            self.tables.push(name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<QueryError> {
        match factor {
            // read_parquet('/any/file') would open what is no table of the crawl.
            TableFactor::Table { name, args: Some(_), .. } | TableFactor::Function { name, .. } => ControlFlow::Break(
                QueryError::NotAQuestion(format!("`{name}(…)` opens something else than the tables")),
            ),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// The first word of a statement that is no question.
fn verb(statement: &Ast) -> String {
    match statement {
        Ast::Drop { object_type: ObjectType::Table, .. } => "DROP TABLE".into(),
        other => other.to_string().split_whitespace().next().unwrap_or("this").to_uppercase(),
    }
}

/// The words of the parser without its own name before them.
fn words(text: &str) -> String {
    text.trim_start_matches("sql parser error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_name_their_tables() {
        let cases: [(&str, &[&str]); 7] = [
            ("SELECT 1", &[]),
            ("select * from policies", &["policies"]),
            ("SELECT * FROM policies p JOIN managers AS m ON p.policy_id = m.policy_id", &["policies", "managers"]),
            ("WITH many AS (SELECT * FROM cameras) SELECT count(*) FROM many, crawl", &["cameras", "crawl"]),
            ("SELECT * FROM policies WHERE policy_id IN (SELECT policy_id FROM findings)", &["policies", "findings"]),
            (
                "SELECT * FROM (SELECT * FROM retention) AS r UNION ALL SELECT * FROM purposes",
                &["retention", "purposes"],
            ),
            ("EXPLAIN SELECT * FROM sections", &["sections"]),
        ];
        for (sql, expected) in cases {
            assert_eq!(Statement::parse(sql).expect(sql).tables, expected, "{sql}");
        }
    }

    #[test]
    fn only_questions_are_answered() {
        for sql in [
            "",
            "DROP TABLE policies",
            "DELETE FROM policies",
            "TRUNCATE TABLE policies",
            "CREATE TABLE x AS SELECT * FROM policies",
            "INSERT INTO policies VALUES (1)",
            "UPDATE policies SET camera_total = 0",
            "SELECT * INTO x FROM policies",
            "SELECT 1; SELECT 2",
            "SELECT 1; DROP TABLE policies",
            "COPY policies TO 'x.csv'",
            "SELECT * FROM read_parquet('/etc/x.parquet')",
            "SELECT * FROM policies WHERE policy_id IN (SELECT a FROM read_csv('x'))",
            "WITH x AS (SELECT * FROM read_csv('x')) SELECT * FROM x",
            "EXPLAIN DELETE FROM policies",
        ] {
            let error = Statement::parse(sql).expect_err(sql);
            assert!(matches!(error, QueryError::NotAQuestion(_)), "{sql}: {error}");
            assert!(error.to_string().contains("only read"), "{error}");
        }
        assert!(matches!(Statement::parse("SELEKT camera_total"), Err(QueryError::Syntax(_))));
    }
}
