use modules::Colour;

#[test]
fn only_hash_and_six_digits_are_a_colour() {
    assert_eq!(Colour::parse("#0F766e"), Some(Colour::rgb(0x000f_766e)));
    assert_eq!(Colour::rgb(0x000f_766e).to_string(), "#0f766e");
    for wrong in [
        "",
        "#",
        "0f766e",
        "#0f766",
        "#0f766e0",
        "#+f766e",
        "#gggggg",
        "#0f766é",
        "red;position:fixed",
    ] {
        assert_eq!(Colour::parse(wrong), None, "{wrong:?}");
    }
}

/// The extremes are those of the definition; the third is a common reference value.
#[test]
fn contrast_follows_wcag() {
    let black = Colour::rgb(0);
    assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
    assert!((Colour::WHITE.contrast(black) - 21.0).abs() < 1e-9);
    assert!((black.contrast(black) - 1.0).abs() < 1e-9);
    let grey = Colour::rgb(0x0076_7676);
    assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.005);
}

#[test]
fn text_is_readable_on_any_background() {
    for grey in 0..=0xff {
        let background = Colour::rgb(grey << 16 | grey << 8 | grey);
        let contrast = background.contrast(background.text_on());
        assert!(contrast >= 4.0, "{background}: {contrast}");
    }
    assert_eq!(Colour::rgb(0x00ff_e100).text_on(), Colour::INK);
    assert_eq!(Colour::rgb(0x001d_4ed8).text_on(), Colour::WHITE);
}
