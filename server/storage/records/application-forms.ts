/** What strangers and people may do to the directory by the forms that an application has of its own, where the settings let them, too. */

export interface ApplicationForms {
  /** Whether strangers may make themselves an account. */
  readonly sign_up?: boolean;
  /** Whether people may have a link to a new password sent. */
  readonly new_password_by_mail?: boolean;
}
