/** Hands a document to the browser's downloads. */
export function saveAs(document_: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(document_);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
