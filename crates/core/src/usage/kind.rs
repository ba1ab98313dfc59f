//! The kinds of export, and the columns of each.
use serde::{Deserialize, Serialize};

use crate::request::JobType;

/// A kind of export. Amounts of different kinds are never added up: they tell the same usage in different ways.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Kind {
    /// Job type `PROJECT_FOLDER`: usage by project and folder.
    #[default]
    Project,
    /// Job type `SUMMARY`: usage by meter, the number that is billed.
    Summary,
    /// Job type `ASSET`: usage by asset.
    Asset,
    /// Job level: a row for each run of a task. Its columns differ by meter, so that it is shown as it is.
    Job,
}

/// What a text in a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Project,
    Folder,
    OrgId,
    OrgType,
    OrgName,
    MeterId,
    MeterName,
    Asset,
    AssetType,
    Environment,
    EnvironmentType,
    Tier,
    IpuPerUnit,
    PeriodStart,
    PeriodEnd,
    /// What stands in place of the names of a row in which they cannot be told apart.
    Unclear,
}

impl Dimension {
    /// Whether people choose the text, so that there may be a comma in it.
    pub(crate) fn is_chosen(self) -> bool {
        match self {
            Self::Project
            | Self::Folder
            | Self::OrgName
            | Self::MeterName
            | Self::Asset
            | Self::Environment => true,
            Self::OrgId
            | Self::OrgType
            | Self::MeterId
            | Self::AssetType
            | Self::EnvironmentType
            | Self::Tier
            | Self::IpuPerUnit
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Unclear => false,
        }
    }
}

/// How many dimensions there are.
pub(crate) const DIMENSIONS: usize = Dimension::Unclear as usize + 1;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Date,
    /// The amount in IPUs.
    Amount,
    Name(Dimension),
    /// A number that is not needed.
    Number,
    /// A text that is not needed.
    Unused,
}

/// A column: its name as the service writes it, what it holds, and whether the file cannot be read without it.
pub(crate) type Column = (&'static str, Role, bool);

impl Kind {
    /// The kind that a job of this type exports.
    pub const fn of(job_type: JobType) -> Self {
        match job_type {
            JobType::ProjectFolder => Self::Project,
            JobType::Summary => Self::Summary,
            JobType::Asset => Self::Asset,
            JobType::JobLevel => Self::Job,
        }
    }

    /// The type of the job that exports it.
    pub const fn job_type(self) -> JobType {
        match self {
            Self::Project => JobType::ProjectFolder,
            Self::Summary => JobType::Summary,
            Self::Asset => JobType::Asset,
            Self::Job => JobType::JobLevel,
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Project => "Project level",
            Self::Summary => "Summary",
            Self::Asset => "Asset level",
            Self::Job => "Job level",
        }
    }

    /// A name for a file of this kind without its ending, such as `usage-summary-by-day`.
    pub fn file_name(self, what: &str) -> String {
        let name = format!("usage {} {what}", self.title());
        name.to_lowercase().replace(' ', "-")
    }

    /// The kinds with known columns, the one with the most columns of its own first: its header has those of the others too.
    pub(crate) const KNOWN: [Self; 3] = [Self::Asset, Self::Summary, Self::Project];

    /// The columns in the order of the service; none where they are not known.
    pub(crate) fn columns(self) -> &'static [Column] {
        use Dimension::{
            Asset, AssetType, Environment, EnvironmentType, Folder, IpuPerUnit, MeterId, MeterName,
            OrgId, OrgName, OrgType, PeriodEnd, PeriodStart, Project, Tier,
        };
        use Role::{Amount, Date, Name, Number, Unused};
        match self {
            Self::Project => &[
                ("Date", Date, true),
                ("Project", Name(Project), true),
                ("Folder", Name(Folder), true),
                ("Org ID", Name(OrgId), true),
                ("Org Type", Name(OrgType), false),
                ("Consumption (IPUs)", Amount, true),
            ],
            Self::Summary => &[
                ("OrgId", Name(OrgId), true),
                ("MeterId", Name(MeterId), true),
                ("MeterName", Name(MeterName), false),
                ("Date", Date, true),
                ("BillingPeriodStartDate", Name(PeriodStart), false),
                ("BillingPeriodEndDate", Name(PeriodEnd), false),
                ("MeterUsage", Number, false),
                ("IPU", Amount, true),
                ("Scalar", Unused, false),
                ("MetricCategory", Unused, false),
                ("OrgName", Name(OrgName), false),
                ("OrgType", Name(OrgType), false),
                ("IPURate", Number, false),
            ],
            Self::Asset => &[
                ("Meter ID", Name(MeterId), false),
                ("Meter Name", Name(MeterName), false),
                ("Date", Date, true),
                ("Asset Name", Name(Asset), true),
                ("Asset Type", Name(AssetType), false),
                ("Project", Name(Project), false),
                ("Folder", Name(Folder), false),
                ("Org ID", Name(OrgId), true),
                ("Org Type", Name(OrgType), false),
                ("Environment Name", Name(Environment), false),
                ("Environment Type", Name(EnvironmentType), false),
                ("Tier", Name(Tier), false),
                ("IPU Per Unit", Name(IpuPerUnit), false),
                ("Usage", Number, false),
                ("Consumption (IPUs)", Amount, true),
            ],
            Self::Job => &[],
        }
    }

    /// What tells two rows of one date apart. Rows that agree in it are the same row in two exports.
    pub(crate) fn key(self) -> &'static [Dimension] {
        use Dimension::{
            Asset, AssetType, Environment, Folder, IpuPerUnit, MeterId, OrgId, Project, Tier,
            Unclear,
        };
        match self {
            Self::Project => &[Project, Folder, OrgId, Unclear],
            Self::Summary => &[MeterId, OrgId],
            Self::Asset => &[
                MeterId,
                Asset,
                AssetType,
                Project,
                Folder,
                OrgId,
                Environment,
                Tier,
                IpuPerUnit,
                Unclear,
            ],
            Self::Job => &[],
        }
    }
}

/// A column's name without blanks and case: `MeterId` and `Meter ID` both occur.
pub(crate) fn squeezed(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect()
}

/// Whether a column holds amounts in IPUs, whatever the file.
pub(crate) fn is_amount(name: &str) -> bool {
    matches!(squeezed(name).as_str(), "ipu" | "consumption(ipus)")
}
