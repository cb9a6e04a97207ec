"""Makes the attachments of the sample sites that are no text: xls, hwp, hwpx and pdf.

    pip install xlwt==1.3.0 reportlab==5.1.0 python-hwpx==6.9.0 cryptography
    python data/sample/attachments.py

XLS, HWPX and PDF are written by ordinary libraries. No library writes HWP 5, so its compound file and its records are
written here, after "한글문서파일형식 5.0" (Hancom) and [MS-CFB]; it is a distribution document (배포용), whose body is
scrambled. What the files say stands in README.md beside this script.
"""

import pathlib
import struct
import zlib

import xlwt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hwpx import HwpxDocument
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

HERE = pathlib.Path(__file__).parent

# 아람들군: a workbook of two lists and an example.
CRIME = [
    ("아람읍", "아람초등학교 정문 삼거리", 12),
    ("아람읍", "아람시장 공영주차장 입구", 9),
    ("아람읍", "군청 앞 교차로", 14),
    ("들머리면", "들머리면 행정복지센터 앞", 8),
    ("들머리면", "한밭골 마을회관", 6),
    ("솔뫼면", "솔뫼중학교 통학로", 11),
    ("솔뫼면", "솔뫼면 버스정류장", 7),
    ("솔뫼면", "느티나무 어린이공원", 10),
]
BUILDINGS = [
    ("아람읍", "군청사 본관", 24),
    ("아람읍", "군민체육관", 16),
    ("들머리면", "농기계임대사업소", 5),
    ("솔뫼면", "솔뫼면사무소", 4),
    ("솔뫼면", "자원순환센터", 3),
]

# 노을뫼군: rows of a table that HWP and PDF both have; empty cells belong to the cell above.
NOEULMOE = [
    ("범죄예방", "노을읍", "노을읍 시가지 및 골목길", "96대"),
    ("", "뫼울면", "뫼울면 소재지, 마을 진입로", "58대"),
    ("", "한돌면", "한돌면 소재지, 해안도로", "47대"),
    ("시설관리", "노을읍", "군청사, 보건의료원, 노을뫼도서관", "71대"),
    ("", "뫼울면", "뫼울면사무소, 복지회관", "13대"),
    ("재난예방", "전 지역", "하천, 저수지, 배수펌프장", "33대"),
]

# 도란구: one row a department, no total.
DORAN = [
    ("안전총괄과", "범죄의 예방 및 수사", "642대", "주택가 골목, 어린이보호구역", "30일", "도란구 통합관제센터"),
    ("교통행정과", "교통법규 위반 단속", "118대", "간선도로 교차로, 상습 정체 구간", "30일", "교통상황실"),
    ("자원순환과", "쓰레기 무단투기 단속", "57대", "무단투기 상습 지역", "30일", "자원순환과 사무실"),
    ("총무과", "시설안전 및 화재예방", "83대", "구청사, 별관, 지하주차장", "30일", "청사 방재실"),
]

# 푸른솔내시: an inventory over two pages of PDF, with a total in its last row.
DISTRICTS = ["솔내동", "푸른동", "가온동", "한여울동", "모란동", "샛들동"]
PLACES = ["초등학교 통학로", "근린공원", "공영주차장", "시장 입구", "버스정류장", "하천 산책로"]
PURPOSES = ["어린이 보호", "범죄예방", "시설안전", "범죄예방", "교통정보 수집", "재난예방"]
PURUN = [
    (district, PURPOSES[place], f"{district} {PLACES[place]}", 20 + (7 * row + 5 * place) % 23)
    for row, district in enumerate(DISTRICTS)
    for place in range(6)
]


def xls(path):
    book = xlwt.Workbook(encoding="cp949")
    ruled = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin; align: vert centre")
    for name, purpose, rows in [("방범용", "범죄예방", CRIME), ("시설관리용", "시설안전", BUILDINGS)]:
        sheet = head(book, name, f"아람들군 고정형 영상정보처리기기 운영 현황({name})", ruled)
        start = 0
        for index, (district, place, count) in enumerate(rows):
            if index + 1 == len(rows) or rows[index + 1][0] != district:
                sheet.write_merge(4 + start, 4 + index, 1, 1, district, ruled)
                start = index + 1
            cells = [index + 1, None, place, purpose, count, "설치 위치 주변 50m", "30일"]
            for column, value in enumerate(cells):
                if column != 1:
                    sheet.write(4 + index, column, value, ruled)
        total = 4 + len(rows)
        sheet.write_merge(total, total, 0, 3, "합계", ruled)
        sheet.write(total, 4, sum(row[2] for row in rows), ruled)
        sheet.write_merge(total, total, 5, 6, "", ruled)
    sheet = head(book, "작성 예시", "작성 예시(이 시트는 지우고 제출)", ruled)
    for column, value in enumerate([1, "○○읍", "○○초등학교 앞", "범죄예방", 999, "반경 50m", "60일"]):
        sheet.write(4, column, value, ruled)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


def head(book, name, title, style):
    sheet = book.add_sheet(name)
    sheet.write_merge(0, 0, 0, 6, title, style)
    sheet.write_merge(1, 1, 0, 6, "기준일: 2026. 5. 31.", style)
    for column, label in [(0, "연번"), (3, "설치 목적"), (4, "설치 대수"), (5, "촬영 범위"), (6, "보관기간")]:
        sheet.write_merge(2, 3, column, column, label, style)
    sheet.write_merge(2, 2, 1, 2, "설치 위치", style)
    sheet.write(3, 1, "읍·면", style)
    sheet.write(3, 2, "장소", style)
    return sheet


def hwpx(path):
    document = HwpxDocument.new()
    document.add_paragraph("울산광역시 도란구 고정형 영상정보처리기기 설치·운영 현황")
    document.add_paragraph("(2026년 6월 30일 기준)")
    labels = ["관리 부서", "설치 목적", "설치 대수", "설치 장소", "촬영시간", "보관기간", "보관장소"]
    table = document.add_table(len(DORAN) + 1, len(labels))
    for column, label in enumerate(labels):
        table.set_cell_text(0, column, label)
    for row, (department, purpose, count, place, days, store) in enumerate(DORAN, 1):
        hours = "24시간" if row == 1 else ""
        for column, text in enumerate([department, purpose, count, place, hours, days, store]):
            table.set_cell_text(row, column, text)
    table.merge_cells(1, 4, len(DORAN), 4)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save_to_path(str(path))


def pdf_styles():
    rl_config.invariant = 1
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    plain = ParagraphStyle("plain", fontName="HYSMyeongJo-Medium", fontSize=10, leading=15)
    grid = [
        ("FONT", (0, 0), (-1, -1), "HYSMyeongJo-Medium", 9),
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    return plain, grid


def pdf_inventory(path):
    plain, grid = pdf_styles()
    rows = [["연번", "행정동", "설치 목적", "설치 위치", "설치 대수"]]
    rows += [[str(number), *row[:3], f"{row[3]}대"] for number, row in enumerate(PURUN, 1)]
    rows.append(["합계", "", "", "", f"{sum(row[3] for row in PURUN):,}대"])
    table = Table(rows, colWidths=[40, 80, 100, 170, 70], rowHeights=22, repeatRows=1)
    table.setStyle([*grid, ("SPAN", (0, -1), (3, -1))])
    story = [Paragraph("푸른솔내시 고정형 영상정보처리기기 설치 현황", plain), Paragraph("2026년 4월 30일 기준", plain)]
    story += [Spacer(1, 8), table, Spacer(1, 8)]
    story += [Paragraph("보관기간: 촬영일로부터 30일, 보관장소: 푸른솔내시 도시안전통합센터, 촬영시간: 24시간", plain)]
    path.parent.mkdir(parents=True, exist_ok=True)
    SimpleDocTemplate(str(path), pagesize=A4, title="CCTV 설치 현황").build(story)


def pdf_twin(path):
    plain, grid = pdf_styles()
    rows = [["설치 목적", "설치 위치", "", "설치 대수"], ["", "읍·면", "장소", ""]]
    rows += [list(row) for row in NOEULMOE] + [["합계", "", "", "318대"]]
    table = Table(rows, colWidths=[80, 80, 210, 70], rowHeights=22)
    spans = [(0, 2, 0, 4), (0, 5, 0, 6), (0, 0, 0, 1), (3, 0, 3, 1), (1, 0, 2, 0), (0, 8, 2, 8)]
    table.setStyle(grid + [("SPAN", (left, top), (right, bottom)) for left, top, right, bottom in spans])
    story = [Paragraph("노을뫼군 영상정보처리기기 설치·운영 현황", plain), Spacer(1, 8), table]
    path.parent.mkdir(parents=True, exist_ok=True)
    SimpleDocTemplate(str(path), pagesize=A4, title="노을뫼군 CCTV 현황").build(story)


# HWP 5: records of a section.


def record(tag, level, data):
    size = min(len(data), 0xFFF)
    long = struct.pack("<I", len(data)) if size == 0xFFF else b""
    return struct.pack("<I", tag | level << 10 | size << 20) + long + data


def paragraph(level, text, last=False, control=b"", mask=0):
    body = control + text.encode("utf-16le") + b"\x0d\x00"
    count = len(body) // 2 | (0x80000000 if last else 0)
    header = struct.pack("<IIHBBHHHI", count, mask, 0, 0, 0, 1, 0, 1, 0)
    return record(66, level, header) + record(67, level + 1, body) + record(68, level + 1, struct.pack("<II", 0, 0))


def control(name, code):
    """The eight characters that hold a control's place in the text."""
    return struct.pack("<H", code) + name[::-1].encode() + bytes(8) + struct.pack("<H", code)


def opening(text):
    """The first paragraph of a section: it holds the definition of section and page."""
    out = paragraph(0, text, control=control("secd", 2) + control("cold", 2), mask=1 << 2)
    out += record(71, 1, b"dces" + struct.pack("<IHHHIHHHHHII", 0, 1134, 0, 0, 8000, 0, 0, 0, 0, 0, 0, 0))
    out += record(73, 2, struct.pack("<10I", 59528, 84188, 8504, 8504, 5668, 4252, 4252, 4252, 0, 0))
    return out + record(71, 1, b"dloc" + struct.pack("<HHIBBI", 0x1004, 0, 0, 0, 0, 0))


def table(rows, columns, cells):
    """A table in a paragraph of its own; a cell is (row, column, rows, columns, text)."""
    out = paragraph(0, "", control=control("tbl ", 11), mask=1 << 11)
    place = struct.pack("<IiiIIiHHHHIiH", 0x082A2210, 0, 0, 42000, 8000, 0, 283, 283, 283, 283, 1, 0, 0)
    out += record(71, 1, b" lbt" + place)
    counts = [sum(cell[0] == row for cell in cells) for row in range(rows)]
    shape = struct.pack("<IHHH4H", 4, rows, columns, 0, 510, 510, 141, 141)
    out += record(77, 2, shape + struct.pack(f"<{rows}H", *counts) + struct.pack("<HH", 1, 0))
    for row, column, down, right, text in cells:
        lines = text.split("\n")
        list_header = struct.pack("<HHI", len(lines), 0, 0x20)
        size = struct.pack("<II4HHI", 42000 // columns * right, 1000 * down, 510, 510, 141, 141, 1, 42000 // columns)
        out += record(72, 2, list_header + struct.pack("<4H", column, row, right, down) + size)
        for index, line in enumerate(lines):
            out += paragraph(2, line, last=index + 1 == len(lines))
    return out


def styles():
    """DocInfo with one of each thing that the text refers to."""
    name = lambda text: struct.pack("<H", len(text)) + text.encode("utf-16le")
    counts = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0]
    out = record(16, 0, struct.pack("<7HIII", 1, 1, 1, 1, 1, 1, 1, 0, 0, 0))
    out += record(17, 0, struct.pack("<18I", *counts))
    for _ in range(7):
        out += record(19, 1, b"\x00" + name("함초롬바탕"))
    out += record(20, 1, struct.pack("<H", 0) + b"\x01\x01\x00\x00\x00\x00" * 4 + b"\x00" * 6 + struct.pack("<II", 0, 0))
    shape = struct.pack("<7H7B7b7B7bIIBBIIIIHI", *[0] * 7, *[100] * 7, *[0] * 7, *[100] * 7, *[0] * 7, 1000, 0, 10, 10, 0,
                        0, 0, 0xFFFFFFFF, 0, 0)
    out += record(21, 1, shape)
    out += record(22, 1, struct.pack("<II", 0, 0))
    out += record(25, 1, struct.pack("<IiiiiiiHHHhhhhIII", 0x180, 0, 0, 0, 0, 0, 160, 0, 0, 0, 0, 0, 0, 0, 0, 0, 160))
    return out + record(26, 1, name("바탕글") + name("Normal") + struct.pack("<BBhHHH", 0, 0, 1042, 0, 0, 0))


def summary(title):
    """The property set of a document: an empty dictionary (pyhwp asks for one) and the title."""
    text = (title + "\0").encode("utf-16le")
    value = struct.pack("<II", 0x1F, len(text) // 2) + text + bytes(-len(text) % 4)
    section = struct.pack("<IIIIII", 28 + len(value), 2, 0, 24, 2, 28) + bytes(4) + value
    format_id = bytes.fromhex("60b6a29f6110d411b4c6006097c09d8c")
    return struct.pack("<HHI", 0xFFFE, 0, 0x20005) + format_id + struct.pack("<I", 1) + format_id + struct.pack("<I", 48) + section


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def scrambled(body):
    """A ViewText stream: a record that hides the AES key under a generator's bytes, then the body under that key."""
    seed, state = 0x20260331, 0x20260331
    plain = bytearray((index * 37 + 11) & 0xFF for index in range(256))
    plain[:4] = struct.pack("<I", seed)
    at = 4 + (seed & 15)
    key = bytes(plain[at:at + 16])
    left = mask = 0
    for index in range(256):
        if left == 0:
            state = (state * 214013 + 2531011) & 0xFFFFFFFF
            mask = state >> 16 & 0xFF
            state = (state * 214013 + 2531011) & 0xFFFFFFFF
            left = (state >> 16 & 0xF) + 1
        if index >= 4:
            plain[index] ^= mask
        left -= 1
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    padded = body + bytes(-len(body) % 16)
    return record(28, 0, bytes(plain)) + cipher.update(padded) + cipher.finalize()


def hwp(path):
    place = [(0, 0, 2, 1, "설치 목적"), (0, 1, 1, 2, "설치 위치"), (0, 3, 2, 1, "설치 대수"), (1, 1, 1, 1, "읍·면"),
             (1, 2, 1, 1, "장소")]
    for row, (purpose, district, where, count) in enumerate(NOEULMOE, 2):
        if purpose:
            down = {"범죄예방": 3, "시설관리": 2}.get(purpose, 1)
            place.append((row, 0, down, 1, purpose))
        place += [(row, 1, 1, 1, district), (row, 2, 1, 1, where), (row, 3, 1, 1, count)]
    place += [(8, 0, 1, 3, "합계"), (8, 3, 1, 1, "318대")]
    keeping = ["촬영시간", "보관기간", "보관장소", "24시간", "촬영일로부터 30일", "노을뫼군 통합관제센터"]
    section = opening("노을뫼군 영상정보처리기기 설치·운영 현황")
    section += paragraph(0, "1. 설치 대수, 설치 위치 및 촬영 범위")
    section += table(9, 4, sorted(place))
    section += paragraph(0, "2. 촬영시간, 보관기간 및 보관장소")
    section += table(2, 3, [(index // 3, index % 3, 1, 1, text) for index, text in enumerate(keeping)])
    section += paragraph(0, "3. 관리책임자 및 접근권한자")
    people = ["구분", "직위", "소속", "연락처", "관리책임자", "과장", "재난안전과", "033-641-2710", "접근권한자", "관제팀장",
              "재난안전과", "033-641-2714"]
    section += table(3, 4, [(index // 4, index % 4, 1, 1, text) for index, text in enumerate(people)])
    section += paragraph(0, "기준일: 2026년 3월 31일", last=True)
    header = b"HWP Document File".ljust(32, b"\0") + bytes([0, 3, 0, 5]) + struct.pack("<II", 1 | 1 << 2, 0)
    notice = paragraph(0, "이 문서는 상위 버전의 배포용 문서입니다. 문서를 읽으려면 최신 버전의 글이 필요합니다.", last=True)
    storages = {
        "FileHeader": header.ljust(256, b"\0"),
        "DocInfo": deflate(styles()),
        "\5HwpSummaryInformation": summary("노을뫼군 CCTV 현황"),
        "BodyText": {"Section0": deflate(notice)},
        "ViewText": {"Section0": scrambled(deflate(section))},
        "PrvText": "노을뫼군 영상정보처리기기 설치·운영 현황".encode("utf-16le"),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compound(storages))


# Compound files: sectors of 512 bytes, and of 64 for small streams.

FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SMALL = 4096


def compound(storages):
    """A compound file of streams (bytes) and storages (dicts); names in a storage are chained to the right."""
    entries = [["Root Entry", 5, NONE, NONE, b""]]

    def add(members):
        names = sorted(members, key=lambda name: (len(name), name.upper()))
        first = None
        for name in names:
            number = len(entries)
            value = members[name]
            is_storage = isinstance(value, dict)
            entries.append([name, 1 if is_storage else 2, NONE, NONE, b"" if is_storage else value])
            if first is None:
                first = number
            else:
                entries[previous][2] = number
            if is_storage:
                entries[number][3] = add(value)
            previous = number
        return first

    entries[0][3] = add(storages)
    fat, sectors = [], []

    def store(data):
        if not data:
            return END
        start = len(sectors)
        for at in range(0, len(data), 512):
            sectors.append(data[at:at + 512].ljust(512, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return start

    small, mini_fat, starts = b"", [], []
    for name, kind, _, _, data in entries:
        if kind != 2 or not data:
            starts.append(END if kind == 2 else 0)
        elif len(data) >= SMALL:
            starts.append(store(data))
        else:
            starts.append(len(small) // 64)
            count = -(-len(data) // 64)
            mini_fat += range(len(mini_fat) + 1, len(mini_fat) + count)
            mini_fat.append(END)
            small += data.ljust(count * 64, b"\0")
    starts[0] = store(small)
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_start = store(table + b"\xff" * (-len(table) % 512))
    directory = b""
    for (name, kind, right, child, data), start in zip(entries, starts):
        wide = (name + "\0").encode("utf-16le")
        size = len(small) if kind == 5 else len(data)
        directory += wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, NONE, right, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    while len(directory) % 512:
        directory += bytes(68) + struct.pack("<III", NONE, NONE, NONE) + bytes(48)
    directory_start = store(directory)
    need = -(-(len(fat) + 1) // 128)
    while need * 128 < len(fat) + need:
        need += 1
    first_fat = len(sectors)
    fat += [FAT_SECTOR] * need
    fat += [FREE] * (need * 128 - len(fat))
    packed = struct.pack(f"<{len(fat)}I", *fat)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6sIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, need, directory_start, 0, SMALL,
                          mini_start, -(-len(table) // 512), END, 0, first_fat)
    places = [first_fat + index for index in range(1, need)] + [FREE] * (109 - need)
    header += struct.pack(f"<{len(places)}I", *places)
    return header + b"".join(sectors) + packed


if __name__ == "__main__":
    xls(HERE / "aramdeul/_files/cctv_20260531.xls")
    hwp(HERE / "noeulmoe/_files/cctv_2026.hwp")
    pdf_twin(HERE / "noeulmoe/_files/cctv_2026.pdf")
    hwpx(HERE / "doran/_files/cctv_202606.hwpx")
    pdf_inventory(HERE / "pureunsol/files/cctv_202604.pdf")
    print("PDF total", sum(row[3] for row in PURUN), "in", len(PURUN), "rows")
