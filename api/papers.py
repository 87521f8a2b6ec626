"""Official documents as files: for whoever sees the document, each download with its trace."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.downloads import attached, download
from api.identity import Identity
from domain.actor import Actor
from domain.database import Database
from domain.documents.downloading import download_document
from domain.documents.rules import DocumentFormat, DocumentState
from domain.errors import NotFound
from schema import node_ids

MEDIA_TYPES = {
    DocumentFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.PDF: "application/pdf",
}


def paper_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the routes of documents."""

    async def paper(request: Request, actor: Actor, _language: str) -> Response:
        """`GET /documents/<id>.pdf` (or .docx); with `?state=DRAFT` the file as it was then, the newest without."""
        document_id = node_ids.decode_as(request.path_params["document"], "OfficialDocument")
        kind = next((each for each in DocumentFormat if each.lower() == request.path_params["format"]), None)
        asked = request.query_params.get("state")
        state = next((each for each in DocumentState if each == asked), None)
        if document_id is None or kind is None or (asked is not None and state is None):
            raise NotFound
        # The download leaves an audit entry, so it runs in a write transaction.
        async with database.writing() as session:
            file = await download_document(session, actor, document_id=document_id, kind=kind, state=state)
        headers = {**attached(file.name), "ETag": f'"{file.sha256}"'}
        return Response(file.content, media_type=MEDIA_TYPES[kind], headers=headers)

    return [Route("/documents/{document}.{format}", download(identity, paper), methods=["GET"])]
