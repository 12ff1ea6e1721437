//! A build with a memory gives what a build without one gives, and redoes no more than it must.

mod edits;
mod more;
mod redone;
mod start;
mod stored;

use std::fmt::Write as _;

use numerate::base::diagnostic::Diagnostic;
use numerate::pipeline::{Built, Options, Recall, Workshop};

use crate::support::picture;
use edits::{Dice, Script};

/// How many random edits are tried; the variable `NUMERATE_ORACLE_STEPS` asks for another number, and `NUMERATE_ORACLE_FIRST`
/// for another script to begin with.
const STEPS: usize = 120;

/// After how many edits a script begins anew.
const LENGTH: usize = 40;

/// The options of a build: now and then drafts and future pages are shown.
fn options(dice: &mut Dice) -> Options {
    let drafts = dice.one_in(4);
    let environment = dice.one_in(8).then(|| "staging".to_owned());
    Options { drafts, future: dice.one_in(6), environment, ..Options::default() }
}

/// All that differs between two builds that should be the same.
fn difference(warm: &Built, cold: &Built) -> String {
    let mut res = String::new();
    let mut differ = |what: &str, one: String, other: String| {
        if one != other {
            let _ = writeln!(res, "{what}:\n--- warm\n{one}\n--- cold\n{other}");
        }
    };
    let told = |diagnostics: &[Diagnostic]| picture(diagnostics);
    differ("diagnostics", told(&warm.report.diagnostics), told(&cold.report.diagnostics));
    differ("summary", format!("{:?}", warm.report.summary), format!("{:?}", cold.report.summary));
    differ("stories", format!("{:#?}", warm.stories), format!("{:#?}", cold.stories));
    differ("lists", format!("{:#?}", warm.lists), format!("{:#?}", cold.lists));
    let paths = |built: &Built| format!("{:#?}", built.output.keys());
    differ("paths", paths(warm), paths(cold));
    for (path, item) in &*warm.output {
        if let Some(other) = cold.output.get(path) {
            let shown = |item| format!("{item:?}");
            differ(path.as_str(), shown(item.clone()), shown(other.clone()));
        }
    }
    res
}

/// The memory as another process finds it on disk.
fn reread(memory: &Recall) -> Recall {
    let parts = memory.store(true);
    let other = Recall::default();
    other.restore(&|table, take| {
        parts.iter().filter(|(number, _)| *number == table).for_each(|(_, part)| take(part));
    });
    // After builds that did not get far, nothing was asked for that could be written.
    assert!(other.count() > 0 || parts.is_empty());
    other
}

#[test]
fn warm_output_equals_clean_output_after_any_edit() {
    let steps = std::env::var("NUMERATE_ORACLE_STEPS").ok().and_then(|steps| steps.parse().ok());
    let steps = steps.unwrap_or(STEPS);
    let first = std::env::var("NUMERATE_ORACLE_FIRST").ok().and_then(|first| first.parse().ok());
    let first = first.unwrap_or(0);
    for script in first..first + steps.div_ceil(LENGTH) {
        let mut dice = Dice::new(script as u64);
        let mut script = Script::new(script);
        let mut workshop = Workshop::new();
        for step in 0..LENGTH {
            let edit = script.edit(&mut dice);
            let options = options(&mut dice);
            let world = script.world();
            if dice.one_in(4) {
                workshop = Workshop::with(reread(workshop.memory()));
            }
            let warm = workshop.build(&world, &options);
            let cold = Workshop::new().build(&world, &options);
            let difference = difference(&warm, &cold);
            assert!(
                difference.is_empty(),
                "script {}, step {step}, {edit}:\n{difference}",
                script.number
            );
        }
    }
}
