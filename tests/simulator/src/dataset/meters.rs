//! What is metered.

/// A meter of the service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meter {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// The unit that usage is measured in.
    pub(crate) unit: &'static str,
    /// How many units are one IPU. A whole number, so that usage has twelve decimals too.
    pub(crate) units_per_ipu: u64,
    /// The same the other way round, as the service writes it.
    pub(crate) ipus_per_unit: &'static str,
    /// The type of its assets; none if its usage carries no project.
    pub(crate) asset_type: Option<&'static str>,
}

/// All meters; those that carry a project first.
pub(crate) const METERS: [Meter; 5] = [
    Meter {
        id: "a2nB20h1o0lc7k3P9xtWS8",
        name: "Data Integration",
        unit: "Compute Units",
        units_per_ipu: 4,
        ipus_per_unit: "0.25",
        asset_type: Some("Mapping Task"),
    },
    Meter {
        id: "3TaYTMo6BFYeNIABfVmH0n",
        name: "Application Integration",
        unit: "Hours",
        units_per_ipu: 2,
        ipus_per_unit: "0.5",
        asset_type: Some("Process"),
    },
    Meter {
        id: "5pQwErTyUiOpAsDfGhJkL1",
        name: "Advanced Data Integration",
        unit: "Compute Units",
        units_per_ipu: 1,
        ipus_per_unit: "1",
        asset_type: Some("Mapping"),
    },
    Meter {
        id: "0aB1cD2eF3gH4iJ5kL6mN7",
        name: "API Management",
        unit: "API Calls",
        units_per_ipu: 200,
        ipus_per_unit: "0.005",
        asset_type: None,
    },
    Meter {
        id: "7zYxWvUtSrQpOnMlKjIhG9",
        name: "Data Storage",
        unit: "GB",
        units_per_ipu: 10,
        ipus_per_unit: "0.1",
        asset_type: None,
    },
];

impl Meter {
    /// The meters whose usage carries a project.
    pub(crate) fn with_project() -> impl Iterator<Item = &'static Self> {
        METERS.iter().filter(|meter| meter.asset_type.is_some())
    }

    /// Whether the service has job-level data of it. It has two layouts, one for each of these.
    pub(crate) fn has_jobs(&self) -> bool {
        METERS[..2].contains(self)
    }
}
