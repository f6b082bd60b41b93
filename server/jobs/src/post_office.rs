//! Where mails go: to an SMTP server, or into a folder of files where none is configured.

use std::path::{Path, PathBuf};

use domain::MailToSend;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};

use crate::Error;

/// Where mails go.
pub struct PostOffice {
    sender: Mailbox,
    transport: Transport,
}

enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl PostOffice {
    /// An SMTP server, as `smtps://user:password@host` or `smtp://host:587?tls=required`.
    pub fn smtp(url: &str, sender: &str) -> Result<Self, Error> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                Error::Mail(
                    "SMTP_URL is not an address such as smtps://user:password@mail.example.com"
                        .into(),
                )
            })?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        Ok(Self {
            sender: mailbox(sender)?,
            transport: Transport::Smtp(transport),
        })
    }

    /// A folder: one `.eml` file a mail, named by the mail's id.
    pub fn folder(path: impl AsRef<Path>, sender: &str) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        std::fs::create_dir_all(&path).map_err(|error| {
            Error::Mail(format!(
                "the mail folder {} cannot be made: {error}",
                path.display()
            ))
        })?;
        Ok(Self {
            sender: mailbox(sender)?,
            transport: Transport::Folder(path),
        })
    }

    /// Hands a mail over. The error is in words for operators.
    pub(crate) async fn send(&self, mail: &MailToSend) -> Result<(), String> {
        let recipient = mail
            .recipient
            .as_disclosed()
            .parse::<Mailbox>()
            .map_err(|error| error.to_string())?;
        let message = Message::builder()
            .from(self.sender.clone())
            .to(recipient)
            .subject(mail.subject.clone())
            .message_id(Some(format!(
                "<{}@{}>",
                mail.id,
                self.sender.email.domain()
            )))
            .multipart(MultiPart::alternative_plain_html(
                mail.text.as_disclosed().clone(),
                mail.html.as_disclosed().clone(),
            ))
            .map_err(|error| error.to_string())?;
        match &self.transport {
            Transport::Smtp(smtp) => smtp
                .send(message)
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
            Transport::Folder(path) => {
                let file = path.join(format!("{}.eml", mail.id));
                tokio::fs::write(&file, message.formatted())
                    .await
                    .map_err(|error| format!("{} cannot be written: {error}", file.display()))
            }
        }
    }
}

fn mailbox(address: &str) -> Result<Mailbox, Error> {
    address
        .parse()
        .map_err(|_| Error::Mail(format!("{address:?} is not an address to send mail from")))
}
