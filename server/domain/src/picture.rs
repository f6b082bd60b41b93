//! What becomes of a picture that somebody sends: it is decoded within limits and drawn anew, so that nothing of the file
//! itself is kept, neither what it tells of place and camera nor what else may hide in it (I-53).

use std::io::Cursor;

use contract::{Fault, FaultCode, logo::LARGEST_LOGO};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageResult, Limits, Rgba, RgbaImage,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
    imageops::{self, FilterType},
};
use sha2::{Digest, Sha256};
use store::tenant::logos::Logo;

use crate::{Platform, heavy};

/// The longest side of a picture that is decoded, in pixels.
const LONGEST_SIDE: u32 = 4096;
/// What decoding may take, in bytes: a picture of the longest sides, and half as much for the decoder itself.
const MEMORY: u64 = 6 * (LONGEST_SIDE as u64).pow(2);
/// How many pictures are drawn at a time; each may take [`MEMORY`] and more to turn and fit it, and a core for a second.
pub(crate) const AT_ONCE: usize = 2;

/// The longest side of a logo, in pixels.
const LOGO_SIDE: u32 = 512;
const ICON_SIDE: u32 = 32;
const TOUCH_ICON_SIDE: u32 = 180;

const NOTHING: Rgba<u8> = Rgba([0; 4]);
/// A phone shows what is see-through as black.
const WHITE: Rgba<u8> = Rgba([255; 4]);

impl Platform {
    /// Draws a logo in each of its forms, off the threads that serve requests.
    pub(crate) async fn draw_logo(&self, file: Vec<u8>) -> Result<Logo, Fault> {
        heavy::work(self.drawing_places(), move || draw(&file)).await?
    }
}

fn draw(file: &[u8]) -> Result<Logo, Fault> {
    let picture = decode(file)?;
    let logo = if picture.width().max(picture.height()) > LOGO_SIDE {
        picture.resize(LOGO_SIDE, LOGO_SIDE, FilterType::Lanczos3)
    } else {
        picture
    };
    let logo = DynamicImage::from(logo.into_rgba8());
    let icon = square(&logo, ICON_SIDE, NOTHING);
    let touch_icon = square(&logo, TOUCH_ICON_SIDE, WHITE);
    let picture = png(&logo)?;
    Ok(Logo {
        hash: Sha256::digest(&picture).into(),
        picture,
        icon: png(&icon)?,
        touch_icon: png(&touch_icon)?,
    })
}

/// The whole picture in the middle of a square.
fn square(picture: &DynamicImage, side: u32, paper: Rgba<u8>) -> DynamicImage {
    let fitted = picture.resize(side, side, FilterType::Lanczos3);
    let mut square = RgbaImage::from_pixel(side, side, paper);
    let margin = |inner: u32| i64::from(side.saturating_sub(inner) / 2);
    let (x, y) = (margin(fitted.width()), margin(fitted.height()));
    imageops::overlay(&mut square, &fitted.into_rgba8(), x, y);
    square.into()
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, Fault> {
    let mut file = Cursor::new(Vec::new());
    picture
        .write_to(&mut file, ImageFormat::Png)
        .map_err(|error| {
            tracing::error!(%error, "a logo could not be written");
            Fault::internal()
        })?;
    Ok(file.into_inner())
}

/// The picture in a file. Its first bytes say of which kind it is, whatever its sender calls it.
fn decode(file: &[u8]) -> Result<DynamicImage, Fault> {
    if file.is_empty() {
        return Err(refused(FaultCode::Invalid, "Choose a picture first."));
    }
    if file.len() > LARGEST_LOGO {
        return Err(refused(
            FaultCode::TooLarge,
            "This file is larger than 1 MB. Save the picture smaller and send it again.",
        ));
    }
    let reader = Cursor::new(file);
    let decoded = match image::guess_format(file) {
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(reader, limits()).map_err(unreadable)?;
            stands_still(!decoder.is_apng().map_err(unreadable)?)?;
            still(decoder)
        }
        Ok(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(reader).map_err(unreadable)?;
            stands_still(!decoder.has_animation())?;
            still(decoder)
        }
        Ok(ImageFormat::Jpeg) if !is_cut(file) => {
            still(JpegDecoder::new(reader).map_err(unreadable)?)
        }
        Ok(ImageFormat::Jpeg) => return Err(broken()),
        _ if is_markup(file) => {
            return Err(refused(
                FaultCode::Invalid,
                "An SVG can carry scripts, so it is not taken as a logo. Save it as PNG and send that.",
            ));
        }
        _ => {
            return Err(refused(
                FaultCode::Invalid,
                "This is no PNG, JPEG or WebP picture.",
            ));
        }
    };
    decoded.map_err(unreadable)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// The picture of a decoder, upright. What it measures is read from its head, before anything is made for its pixels.
fn still(mut decoder: impl ImageDecoder) -> ImageResult<DynamicImage> {
    let mut limits = limits();
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn stands_still(does: bool) -> Result<(), Fault> {
    if does {
        return Ok(());
    }
    Err(refused(
        FaultCode::Invalid,
        "An animated picture cannot be a logo. Choose one that stands still.",
    ))
}

/// Whether a JPEG ends before its pixels do, which its decoder would fill with grey: no end (FF D9) follows on the last
/// beginning of pixels (FF DA).
fn is_cut(file: &[u8]) -> bool {
    let last = |mark: [u8; 2]| file.windows(2).rposition(|pair| pair == mark);
    last([0xff, 0xd9]) <= last([0xff, 0xda])
}

/// Whether a file begins like SVG, or like another document of tags.
fn is_markup(file: &[u8]) -> bool {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    text.trim_ascii_start().starts_with(b"<")
}

fn unreadable(error: image::ImageError) -> Fault {
    match error {
        image::ImageError::Limits(_) => refused(
            FaultCode::Invalid,
            "This picture is larger than 4096 pixels on a side. Make it smaller and send it again.",
        ),
        _ => broken(),
    }
}

fn broken() -> Fault {
    refused(
        FaultCode::Invalid,
        "This picture cannot be read; it may have been cut off. Save it once more and send it again.",
    )
}

fn refused(code: FaultCode, sentence: &str) -> Fault {
    let mut fault = Fault::new(code, sentence);
    fault.fields.insert("logo".into(), sentence.into());
    fault
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            Rgb([x, y, x ^ y].map(|value| u8::try_from(value % 251).unwrap()))
        });
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    /// A chunk of a PNG, with its checksum (PNG, annex D).
    fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        let body = [&kind[..], content].concat();
        let crc = body.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
            })
        });
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], &body, &(!crc).to_be_bytes()].concat()
    }

    /// A PNG with another chunk behind its head.
    fn with_chunk(png: &[u8], chunk: &[u8]) -> Vec<u8> {
        const HEAD: usize = 8 + 25;
        [&png[..HEAD], chunk, &png[HEAD..]].concat()
    }

    /// An animated WebP of one frame.
    fn animated_webp() -> Vec<u8> {
        let still = file(16, 16, ImageFormat::WebP);
        let part = |kind: &[u8], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            [kind, &length[..], content].concat()
        };
        let frame = [
            &[0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0][..],
            &still[12..],
        ]
        .concat();
        let parts = [
            &b"WEBP"[..],
            &part(b"VP8X", &[2, 0, 0, 0, 15, 0, 0, 15, 0, 0]),
            &part(b"ANIM", &[0; 6]),
            &part(b"ANMF", &frame),
        ]
        .concat();
        part(b"RIFF", &parts)
    }

    #[track_caller]
    fn refused_because(file: &[u8], reason: &str) {
        let fault = draw(file).unwrap_err();
        assert!(fault.title.contains(reason), "{fault:?}");
        assert_eq!(fault.fields["logo"], fault.title);
    }

    #[test]
    fn a_logo_is_drawn_in_each_of_its_forms() {
        for (format, (width, height), drawn) in [
            (ImageFormat::Png, (40, 30), (40, 30)),
            (ImageFormat::Jpeg, (1024, 256), (512, 128)),
            (ImageFormat::WebP, (60, 600), (51, 512)),
        ] {
            let logo = draw(&file(width, height, format)).unwrap();
            let sides = |png: &[u8]| {
                assert_eq!(image::guess_format(png).unwrap(), ImageFormat::Png);
                let picture = image::load_from_memory(png).unwrap();
                (picture.width(), picture.height())
            };
            assert_eq!(sides(&logo.picture), drawn, "{format:?}");
            assert_eq!(sides(&logo.icon), (32, 32));
            assert_eq!(sides(&logo.touch_icon), (180, 180));
            assert_eq!(logo.hash, <[u8; 32]>::from(Sha256::digest(&logo.picture)));
        }
    }

    #[test]
    fn a_line_has_icons_too() {
        for sides in [(4096, 1), (1, 4096), (1, 1)] {
            let logo = draw(&file(sides.0, sides.1, ImageFormat::Png)).unwrap();
            let icon = image::load_from_memory(&logo.icon).unwrap();
            assert_eq!((icon.width(), icon.height()), (32, 32));
        }
    }

    /// I-53: a file that is a picture and something else besides leaves the picture alone behind.
    #[test]
    fn nothing_of_the_file_but_its_pixels_is_kept() {
        const CANARY: &str = "<script>canary</script>";
        let png = file(20, 20, ImageFormat::Png);
        let said = chunk(*b"tEXt", format!("Comment\0{CANARY}").as_bytes());
        let jpeg = file(20, 20, ImageFormat::Jpeg);
        let length = u16::try_from(CANARY.len() + 2).unwrap().to_be_bytes();
        let comment = [&[0xff, 0xfe][..], &length, CANARY.as_bytes()].concat();
        for hiding in [
            with_chunk(&png, &said),
            [&png, CANARY.as_bytes()].concat(),
            [&jpeg[..2], &comment, &jpeg[2..]].concat(),
            [&jpeg, CANARY.as_bytes()].concat(),
        ] {
            let logo = draw(&hiding).unwrap();
            for drawn in [logo.picture, logo.icon, logo.touch_icon] {
                assert!(!drawn.windows(6).any(|part| part == b"canary"));
            }
        }
    }

    /// A phone turns its photos by a note in the file, which is not kept: so they are turned.
    #[test]
    fn a_turned_photo_stands_upright() {
        let jpeg = file(40, 20, ImageFormat::Jpeg);
        // TIFF of one entry: tag 0x0112 (orientation), one SHORT, 6 (a quarter to the right).
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let turned = [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat();
        let logo = image::load_from_memory(&draw(&turned).unwrap().picture).unwrap();
        assert_eq!((logo.width(), logo.height()), (20, 40));
    }

    #[test]
    fn what_is_no_picture_of_these_kinds_is_refused() {
        refused_because(b"", "Choose a picture");
        for svg in [
            &b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"[..],
            b"\xef\xbb\xbf \n<?xml version=\"1.0\"?><svg/>",
            b"<!DOCTYPE html><script>alert(1)</script>",
        ] {
            refused_because(svg, "SVG can carry scripts");
        }
        for other in [
            &b"GIF89a\x01\0\x01\0\0\0\0;"[..],
            b"BM",
            b"%PDF-1.7",
            b"PK\x03\x04",
            &[0; 64],
        ] {
            refused_because(other, "no PNG, JPEG or WebP");
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_unread() {
        let mut large = file(8, 8, ImageFormat::Png);
        large.resize(LARGEST_LOGO, 0);
        draw(&large).unwrap();
        large.push(0);
        refused_because(&large, "larger than 1 MB");
        assert_eq!(draw(&large).unwrap_err().code, FaultCode::TooLarge);
    }

    #[test]
    fn animated_pictures_are_refused() {
        let counts = [0, 0, 0, 2, 0, 0, 0, 0];
        let png = file(16, 16, ImageFormat::Png);
        refused_because(&with_chunk(&png, &chunk(*b"acTL", &counts)), "animated");
        refused_because(&animated_webp(), "animated");
    }

    /// Nothing is made for the pixels of a picture that is too large, whatever its file promises.
    #[test]
    fn a_bomb_is_refused_by_its_head() {
        let sides = |width: u32, height: u32| {
            let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
            let head = chunk(*b"IHDR", &[&width[..], &height, &[8, 6, 0, 0, 0]].concat());
            let png = file(8, 8, ImageFormat::Png);
            [&png[..8], &head, &png[8 + 25..]].concat()
        };
        for (width, height) in [(4097, 1), (1, 4097), (50_000, 50_000), (i32::MAX as u32, 8)] {
            refused_because(&sides(width, height), "4096 pixels");
        }
        for (width, height) in [(0, 0), (0, 8), (8, 0)] {
            refused_because(&sides(width, height), "cannot be read");
        }
        refused_because(&file(4097, 2, ImageFormat::Jpeg), "4096 pixels");
        refused_because(&file(2, 4097, ImageFormat::WebP), "4096 pixels");
    }

    #[test]
    fn a_picture_that_was_cut_off_is_refused() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let whole = file(64, 64, format);
            for end in (16..whole.len() - 16).step_by(whole.len() / 20) {
                let fault = draw(&whole[..end]).unwrap_err();
                assert!(
                    fault.title.contains("cannot be read"),
                    "{format:?} {end} {fault:?}"
                );
            }
        }
    }
}
