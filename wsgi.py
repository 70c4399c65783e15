from roster.app import create_app
from roster.config import SetupFault

try:
    app = create_app()
except SetupFault as fault:  # a sentence for whoever starts the program, not a traceback
    raise SystemExit(str(fault)) from None
