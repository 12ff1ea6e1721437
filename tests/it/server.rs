//! A server on this machine that says what a test has it say.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server does when it is asked.
pub(crate) enum Answer {
    /// It sends this.
    Says(String),
    /// It keeps the connection and says nothing.
    Silence,
}

/// A server that answers once for each of its answers, in order.
pub(crate) struct Server {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut silent: Vec<TcpStream> = Vec::new();
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let head = head_of(&mut stream);
                notes.lock().expect("alone").push(head);
                match answer {
                    Answer::Says(text) => drop(stream.write_all(text.as_bytes())),
                    Answer::Silence => silent.push(stream),
                }
            }
            // Connections that are answered by nothing stay open until whoever asked has gone.
            for mut stream in silent {
                drop(stream.read(&mut [0]));
            }
        });
        Self { port, asked }
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("alone").clone()
    }
}

fn head_of(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).to_ascii_lowercase()
}

pub(crate) fn ok(headers: &str, body: &str) -> Answer {
    Answer::Says(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    ))
}

pub(crate) fn status(line: &str) -> Answer {
    Answer::Says(format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"))
}

pub(crate) fn led_to(target: &str) -> Answer {
    Answer::Says(format!(
        "HTTP/1.1 302 Found\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    ))
}
