"""Seconds of processor time that other libraries take for files of each format; `benches/formats.rs` runs it and compares.

    pip install pyhwp six python-hwpx lxml openpyxl pandas xlrd python-docx pdfplumber
    python benches/format_peers.py FILE ...

Prints `peer<TAB>file<TAB>seconds` a line, or the error in place of the seconds. Every peer is asked for all text and all
tables of the file, since that is what the program reads; files come from memory where the library can do that.
"""

import contextlib
import csv
import io
import logging
import os
import sys
import tempfile
import time
import warnings
import zipfile

ROUNDS = 5
"""Rounds a file; the fastest counts."""


def pyhwp(path, _):
    from hwp5.hwp5html import HTMLTransform
    from hwp5.xmlmodel import Hwp5File

    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Hwp5File(path)) as document:
        HTMLTransform().transform_hwp5_to_dir(document, folder)
        return os.path.getsize(os.path.join(folder, "index.xhtml"))


def pyhwp_text(path, _):
    from hwp5.hwp5txt import TextTransform
    from hwp5.xmlmodel import Hwp5File

    with contextlib.closing(Hwp5File(path)) as document, tempfile.NamedTemporaryFile() as out:
        TextTransform().transform_hwp5_to_text(document, out)
        return out.tell()


def python_hwpx(_, data):
    from hwpx import HwpxDocument

    document = HwpxDocument.open(io.BytesIO(data))
    return len(document.text.plain())


def lxml_hwpx(_, data):
    """Nothing but unzipping, parsing and walking: what a script of twenty lines does."""
    from lxml import etree

    name = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
    lines, tables = [], []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in sorted(part for part in archive.namelist() if part.startswith("Contents/section")):
            root = etree.fromstring(archive.read(part))
            for paragraph in root.iter(name + "p"):
                lines.append("".join(text.text or "" for text in paragraph.iter(name + "t")))
            for table in root.iter(name + "tbl"):
                rows = []
                for cell in table.iter(name + "tc"):
                    at, span = cell.find(name + "cellAddr"), cell.find(name + "cellSpan")
                    text = "".join(text.text or "" for text in cell.iter(name + "t"))
                    rows.append((dict(at.attrib), dict(span.attrib), text))
                tables.append(rows)
    return len(lines)


def openpyxl(_, data):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [(list(sheet.iter_rows(values_only=True)), list(sheet.merged_cells.ranges)) for sheet in book]


def pandas_xlsx(_, data):
    import pandas

    return pandas.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="openpyxl")


def xlrd(_, data):
    import xlrd

    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    return [([sheet.row_values(row) for row in range(sheet.nrows)], sheet.merged_cells) for sheet in book.sheets()]


def pandas_xls(_, data):
    import pandas

    return pandas.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="xlrd")


def encoding(data):
    try:
        data.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "cp949"


def pandas_csv(_, data):
    import pandas

    return pandas.read_csv(io.BytesIO(data), header=None, encoding=encoding(data), dtype=str)


def csv_module(_, data):
    return list(csv.reader(io.StringIO(data.decode(encoding(data)))))


def python_docx(_, data):
    import docx

    document = docx.Document(io.BytesIO(data))
    text = [paragraph.text for paragraph in document.paragraphs]
    return text, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def pdfplumber(_, data):
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


PEERS = {
    "hwp": [("pyhwp, to HTML", pyhwp), ("pyhwp, to text without tables", pyhwp_text)],
    "hwpx": [("python-hwpx", python_hwpx), ("zipfile and lxml", lxml_hwpx)],
    "xlsx": [("openpyxl", openpyxl), ("pandas", pandas_xlsx)],
    "xls": [("xlrd", xlrd), ("pandas", pandas_xls)],
    "csv": [("pandas", pandas_csv), ("csv of the standard library", csv_module)],
    "docx": [("python-docx", python_docx)],
    "pdf": [("pdfplumber", pdfplumber)],
}


def seconds(peer, path, data):
    best = float("inf")
    for number in range(ROUNDS):
        start = time.process_time()
        peer(path, data)
        took = time.process_time() - start
        best = min(best, took)
        # Long ones need no second look; the first also loads the library and never counts alone.
        if number and took > 1:
            break
    return best


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            data = file.read()
        for name, peer in PEERS.get(path.rsplit(".", 1)[-1].lower(), []):
            try:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    said = f"{seconds(peer, path, data):.9f}"
            except Exception as error:
                said = f"{type(error).__name__}: {error}".replace("\t", " ").split("\n")[0][:100]
            print(f"{name}\t{path}\t{said}", flush=True)


main()
