import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def square(number: int) -> str:
    code = f"print({number} ** 2)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


with ThreadPoolExecutor(max_workers=4) as pool:
    print(*pool.map(square, [1, 2, 3, 4]))
