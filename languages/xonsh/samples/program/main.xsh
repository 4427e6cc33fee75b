# Lays out a small project, reports on its files, cleans it, and proves that a copy of it is the same.
from collections import defaultdict
from pathlib import Path

$XONSH_SUBPROC_CMD_RAISE_ERROR = True

FILES = {
    "README.md": "# App\nIt runs.\n",
    "app/main.py": "import tools\n\ndef main():\n    tools.run()\n",
    "app/tools.py": "def run():\n    print('running')\n    return 0\n",
    "notes/todo.txt": "write tests\n",
    "notes/empty.txt": "",
}


def plural(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


mkdir -p project/app project/notes
cd project
for name, text in FILES.items():
    Path(name).write_text(text)
print("made", plural(len(g`**/*.*`), "file"))

lines = defaultdict(list)
for path in pg`**/*.*`:
    lines[path.suffix].append(int($(wc -l < @(path))))
for suffix, counts in sorted(lines.items()):
    print(f"{suffix:<6} {plural(len(counts), 'file'):>8} {plural(sum(counts), 'line'):>10}")

with_main = $(grep -rl "def main" app).split()
print("python files with a main:", *with_main)

for path in `notes/.*\.txt`:
    rm @(path)
rmdir notes
print("after cleaning:", *sorted(g`**/*.*`))

cd ..
cp -r project copy
same = all($(cksum < @(p)) == $(cksum < @("copy" / p.relative_to("project"))) for p in pg`project/**/*.*`)
print("checksum", "ok" if same else "differs")
