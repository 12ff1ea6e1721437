//! The server: requests in, answers out. What is answered is decided in [`answer`](super::answer).

use std::convert::Infallible;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::net::{SocketAddr, TcpListener};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body as Bytes, to_bytes};
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::header::{CONTENT_LENGTH, HOST, HeaderMap, IF_RANGE, ORIGIN, RANGE};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::broadcast::Receiver;
use tokio::sync::mpsc;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;
use tokio_stream::wrappers::{BroadcastStream, ReceiverStream};

use super::answer::{ALWAYS, Body, MOST_SENT, Reply, Request, answer};
use super::guard::cannot_serve;
use super::state::State;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::host::inspect;
use crate::host::report::json;

/// How many bytes of a file on disk are read at once.
const CHUNK: u64 = 1 << 16;
/// How often a page that hears nothing is told that the preview is there.
const ALIVE: Duration = Duration::from_secs(15);

/// Answers requests until the process ends; gives the reason if that could not begin.
pub(super) fn run(state: Arc<State>, listeners: Vec<TcpListener>) -> Diagnostic {
    let cannot = |error: std::io::Error| cannot_serve(&error.to_string());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return cannot(error),
    };
    let app = Router::new().fallback(handle).with_state(state);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    runtime.block_on(async {
        let mut servers = tokio::task::JoinSet::new();
        for listener in listeners {
            let listener = listener
                .set_nonblocking(true)
                .and_then(|()| tokio::net::TcpListener::from_std(listener));
            match listener {
                Ok(listener) => {
                    let app = app.clone();
                    servers.spawn(async move { axum::serve(listener, app).await });
                }
                Err(error) => return cannot(error),
            }
        }
        match servers.join_next().await {
            Some(Ok(Err(error))) => cannot(error),
            _ => cannot_serve("the server ended by itself"),
        }
    })
}

/// Answers one request.
async fn handle(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: axum::extract::Request,
) -> Response<Bytes> {
    let (parts, body) = request.into_parts();
    let authority = parts.uri.authority().map(axum::http::uri::Authority::as_str);
    let first = |name| all(&parts.headers, name).into_iter().next();
    let asked = Request {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or(""),
        hosts: authority.into_iter().chain(all(&parts.headers, HOST)).collect(),
        origins: all(&parts.headers, ORIGIN),
        range: first(RANGE),
        if_range: first(IF_RANGE),
        is_near: peer.ip().to_canonical().is_loopback(),
    };
    let now = state.now();
    let reply = answer(&asked, &state.guard, &now.edition);
    drop(now);
    let is_head = parts.method == Method::HEAD;
    let Reply { status, headers, body: wanted } = reply;
    let mut response = match wanted {
        Body::Events if is_head => Response::new(Bytes::empty()),
        Body::Events => events(&state),
        Body::Inspection(path) => inspection(state, path).await,
        Body::Fix => fix(state, body).await,
        Body::Bytes(bytes) => sized(bytes.len() as u64, Bytes::from(bytes)),
        Body::Part(bytes, range) => {
            let part = bytes.get(range).unwrap_or_default().to_vec();
            sized(part.len() as u64, Bytes::from(part))
        }
        Body::Disk(path, range) if is_head => {
            drop(path);
            sized(range.end - range.start, Bytes::empty())
        }
        Body::Disk(path, range) => sized(range.end - range.start, from_disk(state, path, range)),
    };
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    }
    let always = ALWAYS.map(|(name, value)| (name, value.to_owned()));
    for (name, value) in headers.into_iter().chain(always) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// The values of every header of a name; one that is no text is empty, which nothing accepts.
fn all(headers: &HeaderMap, name: HeaderName) -> Vec<&str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("")).collect()
}

/// A body whose length is told.
fn sized(len: u64, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(len));
    response
}

/// What is new, as it comes. A page that is too far behind is told where everything stands.
fn events(state: &Arc<State>) -> Response<Bytes> {
    let (news, greeting): (Receiver<Arc<str>>, Arc<str>) = state.listen();
    let state = Arc::clone(state);
    let news = BroadcastStream::new(news).map(move |message| match message {
        Ok(message) => message,
        Err(BroadcastStreamRecvError::Lagged(_)) => state.greeting(),
    });
    let all = tokio_stream::once(greeting).chain(news);
    let events = all.map(|message| Ok::<_, Infallible>(Event::default().data(&*message)));
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

/// What can be told of the page at a path.
async fn inspection(state: Arc<State>, path: String) -> Response<Bytes> {
    let asked = tokio::task::spawn_blocking(move || {
        let built = state.now().built.clone()?;
        let found = inspect::of_url(&state.disk, &built.0, &built.1, &path)?;
        Some(json::text(&found))
    });
    match asked.await {
        Ok(Some(text)) => sized(text.len() as u64, Bytes::from(text)),
        _ => with_status(StatusCode::NOT_FOUND, "null"),
    }
}

/// Makes the change that the request names.
async fn fix(state: Arc<State>, body: Bytes) -> Response<Bytes> {
    let asked = to_bytes(body, MOST_SENT).await.ok();
    let asked = asked.and_then(|asked| serde_json::from_slice::<serde_json::Value>(&asked).ok());
    let id = asked.as_ref().and_then(|asked| asked.get("id")?.as_str());
    let repair = id.and_then(|id| state.now().repairs.get(id).cloned());
    let Some(repair) = repair else {
        let message = "the page or its data has changed since this was offered";
        return with_status(StatusCode::CONFLICT, &told(message, None));
    };
    match tokio::task::spawn_blocking(move || repair.make(&state.disk)).await {
        Ok(Ok(())) => with_status(StatusCode::OK, "{\"done\":true}"),
        Ok(Err(refused)) => {
            let told = told(&refused.message, refused.help.as_deref());
            with_status(StatusCode::CONFLICT, &told)
        }
        Err(_) => with_status(StatusCode::INTERNAL_SERVER_ERROR, "{}"),
    }
}

/// Why a change was not made.
fn told(message: &str, help: Option<&str>) -> String {
    serde_json::json!({ "message": message, "help": help }).to_string()
}

/// A small answer.
fn with_status(status: StatusCode, text: &str) -> Response<Bytes> {
    let mut response = sized(text.len() as u64, Bytes::from(text.to_owned()));
    *response.status_mut() = status;
    response
}

/// Part of a file, read as it is sent.
fn from_disk(state: Arc<State>, path: SitePath, range: Range<u64>) -> Bytes {
    let (sender, chunks) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let opened = state.disk.file(&path).map_err(|refused| refused.message);
        let sought = opened.and_then(|mut file| {
            file.seek(SeekFrom::Start(range.start)).map_err(|error| error.to_string())?;
            Ok(file)
        });
        let mut file = match sought {
            Ok(file) => file,
            // The file has gone since the edition was made: what is left is to break off.
            Err(reason) => return drop(sender.blocking_send(Err(reason))),
        };
        let mut left = range.end - range.start;
        while left > 0 {
            let mut chunk = Vec::new();
            match (&mut file).take(left.min(CHUNK)).read_to_end(&mut chunk) {
                Ok(0) | Err(_) => return drop(sender.blocking_send(Err("cut short".to_owned()))),
                Ok(n) => left -= n as u64,
            }
            if sender.blocking_send(Ok(chunk)).is_err() {
                return;
            }
        }
    });
    Bytes::from_stream(ReceiverStream::new(chunks))
}
