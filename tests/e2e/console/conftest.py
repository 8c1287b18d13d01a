import sys
from pathlib import Path

# importlib mode puts no test folder on the path; the helpers are imported from here.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "integration" / "console"))
