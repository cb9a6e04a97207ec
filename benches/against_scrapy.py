"""The same made-up nation crawled by `bangchim` and by Scrapy, one after the other: seconds of processor time, memory.

    cargo build --release --bin bangchim --example nation
    pip install scrapy
    python benches/against_scrapy.py target/release [HOSTS]

Both obey robots.txt, leave a second between two requests to a host, ask at most twelve pages of each, and follow what
looks like a way to the policy. Scrapy keeps bodies in files, as its users do; `bangchim` writes WARC and a ledger that
are synced to disk. Each has a nation of its own that has seen nobody before. Scrapy is helped: it is told the words to
look for, and may have as many requests in flight as there are hosts.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SPIDER = '''
import collections, csv, hashlib, os, re, sys
import scrapy
from urllib.parse import urlsplit

WORDS = re.compile("영상정보|CCTV|처리방침|사이트맵|sitemap", re.IGNORECASE)

class Nation(scrapy.Spider):
    name = "nation"

    async def start(self):
        with open(os.environ["SEEDS"], encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                if row["homepage"]:
                    yield scrapy.Request(row["homepage"], meta={"left": 3})

    def __init__(self):
        self.asked = collections.Counter()

    def parse(self, response):
        name = hashlib.sha256(response.url.encode()).hexdigest()
        with open(os.path.join(os.environ["OUT"], name), "wb") as file:
            file.write(response.body)
        left = response.meta["left"]
        if not left or not isinstance(response, scrapy.http.TextResponse):
            return
        host = urlsplit(response.url).netloc
        for link in response.css("a"):
            words = " ".join(link.css("::text, ::attr(title), img::attr(alt)").getall())
            target = link.attrib.get("href", "")
            if not WORDS.search(words) and not WORDS.search(target):
                continue
            url = response.urljoin(target)
            if urlsplit(url).netloc == host and self.asked[host] < 12:
                self.asked[host] += 1
                yield scrapy.Request(url, meta={"left": left - 1})
'''

SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 1,
    "RANDOMIZE_DOWNLOAD_DELAY": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "USER_AGENT": "bangchim-bench/1 (+loopback)",
    "DOWNLOAD_TIMEOUT": 30,
    "RETRY_ENABLED": False,
    "DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOADER_CLIENT_TLS_METHOD": "TLS",
}


class Nation:
    """A nation that is served until the end of the block."""

    def __init__(self, built: Path, folder: Path, hosts: int, port: int):
        self.seeds, self.log = folder / "seeds.csv", folder / "arrivals.jsonl"
        command = [built / "examples/nation", "--hosts", hosts, "--faults", "none", "--port", port]
        command += ["--seeds-out", self.seeds, "--log", self.log]
        self.command = [str(word) for word in command]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        while not self.seeds.exists():
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def measured(command: list, **environment: str) -> tuple[float, float, int]:
    """Processor seconds, seconds and the most memory in bytes of a command and its children."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], env={**os.environ, **environment})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * 1024


def main() -> None:
    built = Path(sys.argv[1])
    hosts = int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        for name, port in (("bangchim", 18_090), ("scrapy", 18_091)):
            folder = scratch / name
            folder.mkdir()
            with Nation(built, folder, hosts, port) as nation:
                if name == "bangchim":
                    command = [built / "bangchim", "crawl", "--quiet", "--delay", "1s"]
                    command += ["--seeds", nation.seeds, "--data", folder / "data"]
                    figures = measured(command)
                else:
                    spider, out = folder / "spider.py", folder / "out"
                    spider.write_text(SPIDER, encoding="utf-8")
                    out.mkdir()
                    settings = {**SETTINGS, "CONCURRENT_REQUESTS": hosts}
                    flags = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
                    command = [sys.executable, "-m", "scrapy", "runspider", spider, *flags]
                    figures = measured(command, SEEDS=str(nation.seeds), OUT=str(out))
                arrivals = [json.loads(line) for line in nation.log.open(encoding="utf-8")]
            pages = sum(one["status"] == 200 and not one["path"].endswith("/robots.txt") for one in arrivals)
            found[name] = (figures[0] / pages, figures[1], figures[2], pages, len(arrivals))
            cpu, seconds, memory, pages, asked = found[name]
            print(
                f"{name:<9} {asked:>7} requests, {pages:>7} pages, {seconds:>6.1f} s, "
                f"{1000 * cpu:>7.2f} processor seconds for 1,000 pages, {memory / 2**20:>4.0f} MiB"
            )
    print(f"processor time for a page: Scrapy takes {found['scrapy'][0] / found['bangchim'][0]:.1f} times ours")


main()
