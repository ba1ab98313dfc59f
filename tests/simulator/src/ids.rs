//! Identifiers and pseudo-random numbers that depend on nothing but their inputs.

/// Letters and digits of the service's identifiers.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Length of organization, user, job and session identifiers, as observed.
const LENGTH: u64 = 22;

/// One round of `SplitMix64`: equal inputs give equal outputs, near ones give unrelated ones.
const fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number that depends on every part and on their order.
pub(crate) fn hash(parts: &[u64]) -> u64 {
    parts.iter().fold(0, |sum, part| mix(sum ^ mix(*part)))
}

/// A text of `length` letters and digits that depends on `seed` alone.
fn text(seed: u64, length: u64) -> String {
    (0..length)
        .map(|place| {
            let index = usize::try_from(hash(&[seed, place]) % 62).unwrap_or_default();
            char::from(ALPHABET[index])
        })
        .collect()
}

/// An identifier in the service's form: 22 letters and digits.
pub(crate) fn id(seed: u64) -> String {
    text(seed, LENGTH)
}

/// A text in the form of a JWT: three parts, the first a real header. Nobody can verify it, as nobody should.
pub(crate) fn jwt(seed: u64) -> String {
    // base64url of {"alg":"RS256","typ":"JWT"}
    let header = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9";
    let claims = text(mix(seed), 320);
    let signature = text(mix(!seed), 342);
    format!("{header}.eyJ{claims}.{signature}")
}
