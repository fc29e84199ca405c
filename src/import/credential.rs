//! Whether a text is a credential. Told by the name it goes by and by what it looks like: a password in an address
//! counts under every name.

/// Words that make a name the name of a credential.
const SECRET_WORDS: [&str; 17] = [
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "pwd",
    "pass",
    "secret",
    "secrets",
    "token",
    "tokens",
    "apikey",
    "credential",
    "credentials",
    "accesskey",
    "privatekey",
    "secretkey",
    "requirepass",
];
/// Pairs of words that do so together.
const SECRET_PAIRS: [(&str, &str); 7] = [
    ("api", "key"),
    ("private", "key"),
    ("access", "key"),
    ("secret", "key"),
    ("encryption", "key"),
    ("signing", "key"),
    ("master", "key"),
];
/// Last words after which it is something about the credential, not the credential.
const ABOUT: [&str; 27] = [
    "file",
    "path",
    "dir",
    "name",
    "names",
    "ttl",
    "expiry",
    "expiration",
    "expires",
    "duration",
    "lifetime",
    "length",
    "enabled",
    "disabled",
    "required",
    "type",
    "algorithm",
    "issuer",
    "audience",
    "header",
    "id",
    "policy",
    "count",
    "limit",
    "minutes",
    "seconds",
    "rotation",
];

/// The words of a name, in lower case: `dbPassword`, `DB_PASSWORD` and `db-password` have the same.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    for letter in name.chars() {
        let starts = !letter.is_ascii_alphanumeric() || (letter.is_ascii_uppercase() && previous.is_ascii_lowercase());
        if starts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        previous = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a name is that of a credential.
pub(super) fn names_a_credential(name: &str) -> bool {
    let words = words_of(name);
    let about = words.last().is_some_and(|last| ABOUT.contains(&last.as_str()));
    let pair = |pair: &[String]| SECRET_PAIRS.iter().any(|(a, b)| matches!(pair, [x, y] if x == a && y == b));
    // PGPASSWORD and REDISPASSWORD are one word.
    let single = |word: &String| SECRET_WORDS.contains(&word.as_str()) || word.ends_with("password");
    !about && (words.iter().any(single) || words.windows(2).any(pair))
}

/// Whether the value of a variable is a credential.
pub(super) fn is_credential(name: &str, value: &str) -> bool {
    has_password(value) || (names_a_credential(name) && is_secret_text(value))
}

/// Whether what follows a flag is a credential.
pub(super) fn argument_credential(flag: &str, value: &str) -> bool {
    !value.contains(char::is_whitespace)
        && (has_password(value) || (!flag.is_empty() && names_a_credential(flag) && is_secret_text(value)))
}

/// Whether a text can be a secret at all: not empty, a switch, a reference, a path or an address.
fn is_secret_text(value: &str) -> bool {
    let text = value.trim();
    let is_switch =
        matches!(text.to_ascii_lowercase().as_str(), "" | "true" | "false" | "yes" | "no" | "none" | "null");
    let is_path =
        text.starts_with('/') || text.starts_with("./") || text.starts_with("../") || text.starts_with("file:");
    let is_flag = text.starts_with('-');
    !(is_switch || is_path || is_flag || is_reference(text) || text.contains("://") || is_host_and_port(text))
}

/// `$(NAME)` or `${NAME}` alone: the value comes from elsewhere.
fn is_reference(text: &str) -> bool {
    let inside = |open: &str, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|name| !name.contains(['(', '{', '$']))
    };
    inside("$(", ')') || inside("${", '}')
}

fn is_host_and_port(text: &str) -> bool {
    text.split_once(':').is_some_and(|(host, port)| {
        !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
            && port.parse::<u16>().is_ok()
    })
}

/// Whether an address in the text carries a password: `scheme://user:password@host`.
fn has_password(value: &str) -> bool {
    value.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#', ' ', '"', '\'']).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { return false };
        user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !is_reference(password))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_told_from_what_is_about_them() {
        for (name, value) in [
            ("POSTGRES_PASSWORD", "postgres"),
            ("dbPassword", "hunter2"),
            ("PGPASSWORD", "x"),
            ("API_KEY", "abc"),
            ("STRIPE_APIKEY", "sk_live_1"),
            ("AWS_SECRET_ACCESS_KEY", "abc/def"),
            ("JWT_SECRET", "1234"),
            ("GITHUB_TOKEN", "ghp_x"),
            ("SESSION_SECRET_KEY", "k"),
            ("DATABASE_URL", "postgres://user:pass@db:5432/shop"),
            ("AMQP", "amqp://guest:guest@rabbit"),
            ("LINKS", "see http://a/b and redis://:pw@redis:6379"),
        ] {
            assert!(is_credential(name, value), "{name}={value}");
        }
        for (name, value) in [
            ("POSTGRES_USER", "postgres"),
            ("POSTGRES_PASSWORD", ""),
            ("POSTGRES_PASSWORD_FILE", "/run/secrets/db"),
            ("TOKEN_PATH", "tokens"),
            ("PASSWORD_MIN_LENGTH", "8"),
            ("SECRET_NAME", "db"),
            ("TOKEN_TTL", "3600"),
            ("TOKEN_URL", "https://login/token"),
            ("TOKEN_SERVICE_TOKEN", "tokens:8080"),
            ("DB_PASSWORD", "$(PW)"),
            ("USE_TOKEN", "true"),
            ("MONKEY", "banana"),
            ("COMPASS", "north"),
            ("DATABASE_URL", "postgres://user:$(PW)@db/shop"),
            ("DATABASE_URL", "postgres://user@db/shop"),
            ("SECRET", "/etc/secret"),
        ] {
            assert!(!is_credential(name, value), "{name}={value}");
        }
    }
}
