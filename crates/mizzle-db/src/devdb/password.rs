//! Passwords for doors that other accounts of this machine could knock at.

/// A new password of 24 hexadecimal digits from the system's random source.
pub(crate) fn new() -> Result<String, super::DevError> {
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes).map_err(|error| super::DevError::Random(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
