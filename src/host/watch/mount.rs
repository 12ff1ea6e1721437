//! Where the events of a file system do not arrive: on network mounts, shared folders of virtual machines, and the like.

use std::path::Path;

/// Why there are no events for the files below `root`, if the kind of its file system tells.
#[cfg(target_os = "linux")]
pub(super) fn without_events(root: &Path) -> Option<String> {
    let kind = rustix::fs::statfs(root).ok()?.f_type;
    // The type of this number differs between machines; its low 32 bits are what names a file system.
    let name = remote(u32::try_from(i128::from(kind) & 0xffff_ffff).ok()?)?;
    Some(format!("the site lies on a file system ({name}) that tells of no changes"))
}

/// Why there are no events for the files below `root`: only a test can tell.
#[cfg(not(target_os = "linux"))]
pub(super) fn without_events(_root: &Path) -> Option<String> {
    None
}

/// The name of a file system that other machines write to, by the number that the kernel knows it by.
#[cfg(target_os = "linux")]
fn remote(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0x0102_1997 => "9p",
        0x6573_5546 => "fuse",
        0x6969 => "nfs",
        0x517b => "smb",
        0xff53_4d42 => "cifs",
        0xfe53_4d42 => "smb2",
        0x5346_414f => "afs",
        0x786f_4256 => "vboxsf",
        0x7c7c_6673 => "prl_fs",
        0xbacb_acbc => "vmhgfs",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::remote;

    #[test]
    fn mounts_of_other_machines_are_known_by_their_numbers() {
        let ext4 = 0xef53;
        assert_eq!(
            [0x6969, 0x0102_1997, 0x6573_5546].map(remote),
            [Some("nfs"), Some("9p"), Some("fuse")]
        );
        assert_eq!(remote(ext4), None);
    }
}
