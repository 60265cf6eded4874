"""E-mail: letters out by SMTP, in by IMAP, with edXML or plain attachments, for agencies without a system."""
