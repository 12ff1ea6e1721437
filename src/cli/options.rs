//! The options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::pipeline::Options;

/// Which site, and as of when.
#[derive(Debug, Clone, Args)]
pub(super) struct SiteArgs {
    /// The site's folder
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub(super) source: PathBuf,
    /// The time to build at, in RFC 3339, instead of now
    #[arg(long, value_name = "TIME")]
    pub(super) clock: Option<String>,
}

/// Which configuration, and which pages.
#[derive(Debug, Clone, Args)]
pub(super) struct PageArgs {
    /// Merge `numerate.NAME.yaml` over the configuration
    #[arg(short, long = "env", value_name = "NAME")]
    environment: Option<String>,
    /// Include drafts
    #[arg(short = 'D', long)]
    drafts: bool,
    /// Include pages whose publish date lies ahead
    #[arg(short = 'F', long)]
    future: bool,
    /// Include pages whose expiry date has passed
    #[arg(short = 'E', long)]
    expired: bool,
}

impl PageArgs {
    /// The pipeline's options.
    pub(super) fn options(&self, base_url: Option<&str>) -> Options {
        Options {
            drafts: self.drafts,
            future: self.future,
            expired: self.expired,
            base_url: base_url.map(str::to_owned),
            origin: None,
            environment: self.environment.clone(),
        }
    }
}

/// What a whole build needs besides.
#[derive(Debug, Clone, Args)]
pub(super) struct BuildArgs {
    /// Replace the configuration's `base_url`
    #[arg(short, long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// How many threads to use, instead of as many as there are processors
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// Read every file to see whether it has changed, whatever its size and times say
    #[arg(long)]
    pub(super) locked: bool,
}

/// How to report.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FormatArg {
    /// How to report: pictures for people, JSON for programs, annotations for GitHub
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "human")]
    pub(super) format: Format,
}

/// A form of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Pictures of the lines meant, and a summary
    Human,
    /// One JSON value on standard output
    Json,
    /// Workflow commands that annotate a change on GitHub
    Github,
}
