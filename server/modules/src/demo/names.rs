//! The lists that people and places are composed of.

#[rustfmt::skip]
pub(super) const GIVEN: [&str; 64] = [
    "Aarav", "Aisha", "Amara", "Anders", "Beatriz", "Björn", "Caleb", "Chloé",
    "Dalia", "Dmitri", "Dylan", "Elif", "Ethan", "Farah", "Fatima", "Femi",
    "Giulia", "Grace", "Harper", "Hassan", "Hiroshi", "Ines", "Ingrid", "Isla",
    "Jamal", "Jin", "José", "Keiko", "Khadija", "Kwame", "Leila", "Liam",
    "Łukasz", "Malik", "Marcus", "Mateo", "Mei", "Nadia", "Noor", "Olga",
    "Owen", "Pedro", "Petra", "Priya", "Quỳnh", "Rania", "Rosa", "Ruth",
    "Samir", "Siobhán", "Sofia", "Tala", "Thabo", "Tomás", "Uma", "Valentina",
    "Viktor", "Wanjiru", "Wei", "Ximena", "Yara", "Yusuf", "Zainab", "Zoë",
];

#[rustfmt::skip]
pub(super) const FAMILY: [&str; 64] = [
    "Abebe", "Andersen", "Bennett", "Campbell", "Chen", "Cohen", "Costa", "Diallo",
    "Dubois", "Eriksson", "Fernández", "Foster", "García", "Gupta", "Haddad", "Horvat",
    "Hughes", "Hussain", "Ionescu", "Iyer", "Jackson", "Jensen", "Johnson", "Khan",
    "Kim", "Korhonen", "Kowalski", "Laurent", "Lindqvist", "Lopez", "MacLeod", "Martínez",
    "Mensah", "Müller", "Mwangi", "Nakamura", "Ndlovu", "Nguyễn", "Novák", "O'Brien",
    "Okafor", "Oyelaran", "Papadopoulos", "Patel", "Petrov", "Quispe", "Rahman", "Reyes",
    "Rossi", "Santos", "Schneider", "Sharma", "Silva", "Takahashi", "Tanaka", "Usman",
    "Van Dijk", "Varga", "Walker", "Williams", "Xu", "Yamamoto", "Yılmaz", "Zieliński",
];

#[rustfmt::skip]
pub(super) const PLACES: [&str; 24] = [
    "Riverside", "Old Town", "Harbour", "Parkview", "Northgate", "Southbank", "Hillcrest", "Lakeside",
    "Market Square", "Station Road", "Maple Street", "Elm Grove", "Westfield", "Eastgate", "Greenfield", "Bayside",
    "Kingsway", "Mill Lane", "Garden District", "Union Street", "Meadowbrook", "Cathedral Quarter", "Seaview", "Orchard Hill",
];

/// RFC 2606, sections 2 and 3.
pub(super) const DOMAINS: [&str; 5] = [
    "example.com",
    "example.net",
    "example.org",
    "mail.example",
    "post.test",
];

#[rustfmt::skip]
pub(super) const AREA_CODES: [&str; 40] = [
    "202", "206", "212", "213", "214", "216", "301", "303", "305", "312",
    "313", "314", "404", "407", "410", "412", "415", "503", "504", "505",
    "512", "513", "602", "612", "614", "615", "617", "619", "702", "703",
    "704", "713", "716", "718", "801", "808", "816", "901", "907", "919",
];

/// A name as the local part of an e-mail address; it knows the letters of the lists above.
pub(super) fn ascii(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            'a'..='z' => Some(letter),
            'á' => Some('a'),
            'é' | 'ë' | 'ễ' => Some('e'),
            'í' | 'ı' => Some('i'),
            'ł' => Some('l'),
            'ń' => Some('n'),
            'ö' => Some('o'),
            'ü' => Some('u'),
            'ỳ' => Some('y'),
            _ => None,
        })
        .collect()
}
