/** The mark: a badge with a keyhole, hanging from a cord that comes from the top of the page. Decoration, so unlabelled. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 40 88" width="40" height="88" aria-hidden="true" focusable="false">
      <path className="mark-cord" d="M20 0v57" />
      <path
        className="mark-badge"
        d="M14 56h12a6 6 0 0 1 6 6v20a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6V62a6 6 0 0 1 6-6Zm6 9.5a4.5 4.5 0 0 0-2.2 8.43L16.5 81h7l-1.3-7.07A4.5 4.5 0 0 0 20 65.5Z"
      />
    </svg>
  );
}
