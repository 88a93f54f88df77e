//! Vocabularies that do not hold together, and a site without settings.

use casebook::build::Options;
use casebook::diagnostic::Code;
use casebook::world::Disk;

use crate::support::registry;
use crate::{Fixture, arranged, file, front, run};

pub(super) fn fixtures() -> Vec<Fixture> {
    vec![
        file(
            Code::RegistryDuplicateId,
            "an id twice",
            "registries/sizes.toml",
            registry("small 小型 Small\nlarge 大型 Large\nsmall 小型二 Small"),
            &["registries/sizes.toml:18:6: registry-duplicate-id"],
        ),
        file(
            Code::RegistryInvalidId,
            "ids that are no addresses",
            "registries/sizes.toml",
            registry("小型 小型 Small\na/b 大型 Large\nindex 微型 Micro\n../x 坏 Bad"),
            &[
                "registries/sizes.toml:8:6: registry-invalid-id",
                "registries/sizes.toml:13:6: registry-invalid-id",
                "registries/sizes.toml:18:6: registry-invalid-id",
                "registries/sizes.toml:23:6: registry-invalid-id",
            ],
        ),
        file(
            Code::RegistryParent,
            "a parent that is not there",
            "registries/sizes.toml",
            registry("small 小型 Small <tiny"),
            &["registries/sizes.toml:11:10: registry-parent"],
        ),
        file(
            Code::RegistryParent,
            "a circle",
            "registries/sizes.toml",
            registry("a 甲 A <b\nb 乙 B <a"),
            &[
                "registries/sizes.toml:11:10: registry-parent",
                "registries/sizes.toml:17:10: registry-parent",
            ],
        ),
        file(
            Code::UnknownRegistry,
            "a file of another name",
            "registries/clause.toml",
            registry("4 总 General"),
            &["registries/clause.toml:1:1: unknown-registry"],
        ),
        arranged(
            Code::UnknownRegistry,
            "a field without its registry",
            &["content/policies/a.md:4:15: unknown-registry"],
            |site| {
                site.remove("registries/localities.toml");
                site.write(
                    "content/policies/a.md",
                    front(
                        "title: 通知\nissuers: [cnipa]\nlocalities: [  ningbo]\nissued: 2026-01-01",
                    )
                    .replace("[  ", "[ "),
                );
            },
        ),
        run(
            Code::ConfigMissing,
            "another folder",
            &["config-missing"],
            |_| (),
            |site| {
                site.build_with(
                    &Disk,
                    Options {
                        root: site.path("content"),
                        ..site.options()
                    },
                )
            },
        ),
    ]
}
