//! The preview as a program of its own, with builds beside it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::program::{numerate, text, write};

/// A running preview, which ends with the test.
struct Preview {
    process: Child,
    port: u16,
}

impl Preview {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_numerate"))
            .args(["serve", "--port", "0", "--clock", "2026-01-01T12:00:00Z"])
            .current_dir(folder)
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let said = BufReader::new(process.stdout.take().expect("piped"));
        let mut lines = said.lines().map_while(Result::ok);
        let address = lines.find(|line| line.starts_with("the site is at ")).expect("an address");
        // What it says later is read by nobody, and may not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let port = address.split(':').nth(2).and_then(|rest| rest.split('/').next());
        let port = port.and_then(|port| port.parse().ok()).expect("a port");
        Self { process, port }
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let host = format!("localhost:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
            .expect("sent");
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.ask(path).read_to_end(&mut answer).expect("an answer");
        text(&answer)
    }

    /// The messages that pages are told, one by one.
    fn messages(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let page = self.get("/");
        let token = page.split("/__numerate/").nth(1).and_then(|rest| rest.split('/').next());
        let events = self.ask(&format!("/__numerate/{}/events", token.expect("a token")));
        let lines = BufReader::new(events).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }
}

/// Why another process has to open `content/a.md` again; empty if it finds all of it remembered.
#[cfg(unix)]
fn opened(folder: &Path) -> Vec<String> {
    let told = numerate(folder, "why content/a.md --format json --clock 2026-01-01T12:00:00Z");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let rebuilt = told["rebuilt"].as_array().expect("a list").iter();
    rebuilt.filter(|one| one["subject"] == "content/a.md").map(ToString::to_string).collect()
}

#[cfg(unix)]
#[test]
fn ctrl_c_writes_what_was_computed_and_ends_the_preview_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let post = |number: usize| format!("---\ntitle: A\n---\nThis is number {number}.\n");
    for signal in ["INT", "TERM"] {
        write(folder.path(), "content/a.md", &post(0));
        let mut preview = Preview::start(folder.path());
        let mut messages = preview.messages();
        assert_eq!(messages.next().expect("a greeting")["kind"], "hello");
        write(folder.path(), "content/a.md", &format!("{}For {signal}.\n", post(1)));
        assert_eq!(messages.next().expect("a message")["kind"], "build");
        // At once: the preview writes by itself what it has computed when nothing has happened for a while.
        let command = format!("kill -{signal} {}", preview.process.id());
        let sent = Command::new("sh").args(["-c", &command]).status().expect("a shell");
        assert!(sent.success());
        let ended = preview.process.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "{signal}: {ended:?}");
        assert_eq!(opened(folder.path()), Vec::<String>::new(), "{signal}");
    }
}

#[test]
fn case_14_no_request_meets_a_gap_or_goes_back_in_time() {
    let folder = tempfile::tempdir().expect("a folder");
    for page in ["a", "b"] {
        write(folder.path(), &format!("content/{page}.md"), "---\ntitle: A\n---\nText.\n");
    }
    let footer = |n: usize| format!("<footer>version {n:04}</footer>");
    write(folder.path(), "templates/partials/footer.html", &footer(0));
    let preview = Preview::start(folder.path());
    let mut messages = preview.messages();
    assert_eq!(messages.next().expect("a greeting")["kind"], "hello");
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut last = 0;
            // Each page is asked for in turn: once one of them is new, no other may be old.
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                for path in ["/a/", "/b/", "/"] {
                    let page = preview.get(path);
                    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
                    let at = page.find("version ").expect("the footer") + "version ".len();
                    let now: usize = page[at..at + 4].parse().expect("a number");
                    assert!(now >= last, "{path} is at {now} after {last}");
                    last = now;
                }
            }
        });
        for n in 1..=12 {
            write(folder.path(), "templates/partials/footer.html", &footer(n));
            messages.find(|message| message["kind"] == "build").expect("a message");
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().expect("no gap");
    });
    assert!(preview.get("/a/").contains("version 0012"));
}

#[test]
fn a_build_beside_the_preview_spoils_neither() {
    let folder = tempfile::tempdir().expect("a folder");
    let post = |number: usize| format!("---\ntitle: A\n---\nThis is number {number}.\n");
    write(folder.path(), "content/a.md", &post(0));
    let preview = Preview::start(folder.path());
    let mut messages = preview.messages();
    assert_eq!(messages.next().expect("a greeting")["kind"], "hello");
    for number in 1..5 {
        write(folder.path(), "content/a.md", &post(number));
        let built = numerate(folder.path(), "build --strict");
        assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
        let told = messages.find(|message| message["kind"] == "build").expect("a message");
        assert_eq!(told["errors"], 0, "{told}");
        let expected = format!("This is number {number}.");
        let served = preview.get("/a/");
        assert!(served.starts_with("HTTP/1.1 200") && served.contains(&expected), "{served}");
        let page = std::fs::read_to_string(folder.path().join("public/a/index.html"));
        assert!(page.is_ok_and(|page| page.contains(&expected)));
    }
}
