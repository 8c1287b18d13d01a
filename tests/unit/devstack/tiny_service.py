"""A service that is ready at once, and answers with its settings and the id of its process."""

from devstack.stack import Addresses

ADDRESSES = Addresses(kafka="127.0.0.1:1", mongo_uri="mongodb://127.0.0.1:2/?replicaSet=rs0", broker="none")
TINY = """
import http.server, json, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(os.environ, PID=os.getpid())).encode())
address = (os.environ["MENTORING_HOST"], int(os.environ["MENTORING_PORT"]))
http.server.HTTPServer(address, Handler).serve_forever()
"""
