# ruff: noqa: E501 — a sentence stands here as people see it, unbroken
"""Bad files of a document that comes in: refused before anything is kept, or kept and entered by hand."""

import io
import zipfile

import pypdf
from PIL import Image

from congvu.documents.tests.bad_ground import file, unread, upload

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def blank_pdf(password: str = "") -> bytes:
    """Return a PDF of one empty page, locked when there is a password."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def word(*more: tuple[str, bytes]) -> bytes:
    """Return the skeleton of a DOCX with more parts."""
    types = (
        b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    )
    return zipped(("[Content_Types].xml", types), ("word/document.xml", b"<document/>"), *more)


def picture(width: int, height: int) -> bytes:
    """Return a PNG."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


REFUSED = (
    file(
        "tep-rong",
        "tệp rỗng",
        "Tệp văn bản: Tệp rỗng, hãy chọn lại tệp.",
        lambda: upload("cong-van.pdf", b""),
    ),
    file(
        "tep-qua-lon",
        "tệp lớn hơn giới hạn",
        "Tệp văn bản: Tệp “cong-van.pdf” lớn hơn 1,9 MB; hãy giảm dung lượng hoặc tách tệp.",
        lambda: upload("cong-van.pdf", PDF + b"\0" * 3_000_000),
    ),
    file(
        "html-doi-duoi-pdf",
        "trang HTML đặt tên .pdf",
        "Tệp văn bản: Tệp “cong-van.pdf” là trang web (HTML) hoặc có mã lệnh nên không được nhận; hãy lưu thành PDF.",
        lambda: upload("cong-van.pdf", b"<html><script>alert(1)</script></html>"),
    ),
    file(
        "exe-doi-duoi-pdf",
        "chương trình EXE đặt tên .pdf",
        "Tệp văn bản: Tệp “cong-van.pdf” là hoặc có chứa chương trình chạy được nên không được nhận.",
        lambda: upload("cong-van.pdf", b"MZ\x90\0" + b"\0" * 99),
    ),
    file(
        "docx-co-macro",
        "DOCX chứa macro",
        "Tệp văn bản: Tệp “cong-van.docx” có macro nên không được nhận; hãy lưu lại thành tệp không có macro.",
        lambda: upload("cong-van.docx", word(("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\0" * 600))),
    ),
    file(
        "docm",
        "tệp Word có macro (.docm)",
        "Tệp văn bản: Không nhận tệp đuôi .docm (“cong-van.docm”). Các đuôi được nhận: .pdf, .png, .jpg, .jpeg, .tif, .tiff, .docx, .xlsx, .pptx, .odt, .ods, .doc, .xls, .zip, .xml, .edxml, .p7s, .p7m, .txt, .csv.",
        lambda: upload("cong-van.docm", word(("word/vbaProject.bin", b"x"))),
    ),
    file(
        "bom-zip-docx",
        "bom nén đặt tên .docx",
        "Tệp văn bản: Tệp nén “cong-van.docx” bung ra quá lớn hoặc có quá nhiều tệp con nên không được nhận.",
        lambda: upload("cong-van.docx", word(("word/media/a.bin", b"\0" * 250_000_000))),
    ),
    file(
        "docx-cut",
        "DOCX bị cắt mất phần cuối",
        "Tệp văn bản: Tệp “cong-van.docx” bị hỏng, không mở được; hãy tạo lại tệp.",
        lambda: upload("cong-van.docx", word()[:120]),
    ),
    file(
        "pdf-doi-duoi-docx",
        "PDF đặt tên .docx",
        "Tệp văn bản: Tệp “cong-van.docx” có đuôi .docx nhưng nội dung là tệp PDF (.pdf); hãy chọn đúng tệp.",
        lambda: upload("cong-van.docx", PDF),
    ),
    file(
        "zip-doi-duoi-pdf",
        "tệp nén đặt tên .pdf",
        "Tệp văn bản: Tệp “cong-van.pdf” có đuôi .pdf nhưng nội dung là tệp nén ZIP (.zip); hãy chọn đúng tệp.",
        lambda: upload("cong-van.pdf", zipped(("a.txt", b"a"))),
    ),
    file(
        "exe-trong-zip",
        "tệp nén chứa chương trình",
        "Tệp văn bản: Tệp “cong-van.zip” là hoặc có chứa chương trình chạy được nên không được nhận.",
        lambda: upload("cong-van.zip", zipped(("cai-dat.exe", b"MZ" + b"\0" * 99))),
    ),
    file(
        "anh-svg",
        "ảnh SVG có mã lệnh",
        "Tệp văn bản: Tệp “a.txt” là ảnh SVG, có thể chứa mã lệnh nên không được nhận; hãy lưu thành PNG hoặc PDF.",
        lambda: upload("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ),
)
KEPT = (
    unread(
        "pdf-co-mat-khau",
        "PDF có mật khẩu",
        "Tệp PDF “mat-khau.pdf” có mật khẩu nên không đọc được; hãy xin bản không có mật khẩu.",
        lambda: upload("mat-khau.pdf", blank_pdf("bi-mat")),
        hides=("bi-mat",),
    ),
    unread(
        "pdf-hong",
        "PDF hỏng",
        "Tệp “hong.pdf” bị hỏng, không mở được; hãy xin lại tệp từ nơi gửi.",
        lambda: upload("hong.pdf", b"%PDF-1.7\nhong"),
    ),
    unread(
        "pdf-cut",
        "PDF bị cắt ngang",
        "Tệp “cut.pdf” bị hỏng, không mở được; hãy xin lại tệp từ nơi gửi.",
        lambda: upload("cut.pdf", blank_pdf()[:200]),
    ),
    unread(
        "ban-quet-khong-chu",
        "bản quét không có chữ",
        "“ban-quet.pdf” là bản quét, không có chữ; máy chủ chưa cài phần nhận dạng chữ (ocrmypdf và tesseract-ocr-vie), hãy nhập thông tin bằng tay.",
        lambda: upload("ban-quet.pdf", blank_pdf()),
    ),
    unread(
        "anh-khong-lo",
        "ảnh 30.000 × 30.000 điểm",
        "“anh.png” là bản quét, không có chữ; máy chủ chưa cài phần nhận dạng chữ (ocrmypdf và tesseract-ocr-vie), hãy nhập thông tin bằng tay.",
        lambda: upload("anh.png", picture(30_000, 30_000)),
    ),
    unread(
        "tep-trang",
        "tệp văn bản chỉ có dấu cách",
        "Tệp “trang.txt” không có chữ nào.",
        lambda: upload("trang.txt", b" \n \n"),
    ),
    unread(
        "ten-tep-duong-dan",
        "tên tệp có đường dẫn và ký tự đảo chiều",
        "Tệp “gnp.txt” không có chữ nào.",
        lambda: upload("../../etc/\u202egnp.txt", b" \n"),
        hides=("etc/", "\u202e"),
    ),
    unread(
        "ten-tep-300",
        "tên tệp dài 300 ký tự",
        "Tệp “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.txt” không có chữ nào.",
        lambda: upload("a" * 296 + ".txt", b" \n"),
    ),
)
